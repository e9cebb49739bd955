import Directory
import Hummingbird

/// Says how `best` orders, so that anybody can repeat the sum.
struct RankingController {
    let site: Site

    func show(_ request: Request, _: some RequestContext) throws -> Response {
        try requireNoParameters(in: request.head.path ?? "")
        return try site.response(to: request) { json in
            json.member("formula", Ranking.formula)
            json.member("sentence", Ranking.sentence)
            json.object("weights") { json in
                json.member("nearness", Ranking.nearnessPoints, decimals: 2)
                json.member("score", Ranking.scorePoints, decimals: 2)
                json.member("experience", Ranking.experiencePoints, decimals: 2)
            }
            json.member("full_experience_years", Ranking.fullExperienceYears)
            json.object("score") { json in
                json.member("formula", Score.formula)
                json.member("prior_mean", Score.priorMean, decimals: 2)
                json.member("prior_weight", Score.priorWeight)
                json.member("least_count", Score.leastCount)
            }
            json.member("paid_placement", false)
            json.member("ties", Ranking.ties)
        }
    }
}
