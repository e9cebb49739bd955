import Directory

/// The first page: where, what for, and the three questions.
struct HomePage: PageModel {
    static let template = PageTemplates.Page.home

    let frame: PageFrame
    let action: String
    let referralsAction: String
    let place: TextField
    let need: TextField
    let questions: [Question]
    let hasFaults: Bool

    /// One of the safety questions, as it was answered.
    struct Question {
        let name: String
        let text: String
        let why: String
        let isYes: Bool
        let isNo: Bool
        let isUnsure: Bool
        let isUnanswered: Bool
    }

    /// - Parameters:
    ///   - site: The site whose page it is.
    ///   - answers: What was sent; nil where nothing was.
    init(_ site: Site, answers: SafetyAnswers? = nil) {
        frame = PageFrame(
            site,
            title: "Find an acupuncture practitioner who can be trusted",
            at: .root
        )
        action = site.href(to: .root)
        referralsAction = site.href(to: .searchPage(queryString: ""))
        place = TextField(
            name: SearchParameter.place.rawValue,
            label: "Where",
            hint: "A town, as Portland, ME, or a postal code",
            value: answers?.place ?? ""
        )
        need = .need(answers?.need ?? "")
        questions = SafetyQuestion.allCases.map { question in
            let answer = answers?[question]
            return Question(
                name: question.rawValue,
                text: question.text,
                why: question.why,
                isYes: answer == .yes,
                isNo: answer == .no,
                isUnsure: answer == .unsure,
                isUnanswered: answers != nil && answer == nil
            )
        }
        hasFaults = questions.contains(where: \.isUnanswered)
    }
}

/// What somebody is asked before anybody is shown, after the patient article.
enum SafetyQuestion: String, CaseIterable {
    case bleedingDisorder = "bleeding_disorder"
    case bloodThinners = "blood_thinners"
    case pregnancy

    var text: String {
        switch self {
        case .bleedingDisorder: "Do you have a bleeding disorder?"
        case .bloodThinners: "Do you take blood-thinning medicine?"
        case .pregnancy: "Are you pregnant, or could you be?"
        }
    }

    /// Why it is asked.
    var why: String {
        switch self {
        case .bleedingDisorder: "Such as haemophilia, or too few platelets."
        case .bloodThinners: "Such as warfarin, apixaban, clopidogrel or daily aspirin."
        case .pregnancy: "Treatment may set off labour early."
        }
    }
}

/// What somebody answered, used for the one request and kept nowhere.
struct SafetyAnswers {
    enum Answer: String {
        case yes, no, unsure
    }

    private(set) var place = ""
    private(set) var need = ""
    private var answers: [SafetyQuestion: Answer] = [:]

    /// - Parameter form: What a browser sends of a form.
    init(form: String) {
        for parameter in QueryString(ofTarget: "?" + form).parameters {
            guard case .text(let text) = parameter.value else { continue }
            if let question = SafetyQuestion(rawValue: parameter.name) {
                // Answered twice, differently, is not answered.
                let answer = Answer(rawValue: text)
                answers[question] =
                    answers[question] == nil || answers[question] == answer ? answer : .unsure
            } else if parameter.name == SearchParameter.place.rawValue {
                place = text
            } else if parameter.name == SearchParameter.q.rawValue {
                need = text
            }
        }
    }

    subscript(question: SafetyQuestion) -> Answer? { answers[question] }

    /// Whether acupuncture is not for this person as it stands: not knowing counts as a yes.
    var isStopped: Bool { answers.values.contains { $0 != .no } }

    var isComplete: Bool { answers.count == SafetyQuestion.allCases.count }

    /// The search that was meant, without the answers.
    var queryString: String {
        var text = ""
        for (parameter, value) in [(SearchParameter.place, place), (.q, need)]
        where value.contains(where: { $0 != " " }) {
            text += text.isEmpty ? "" : "&"
            text += parameter.rawValue + "="
            text.appendEscaped(value)
        }
        return text
    }
}
