/// What somebody is told whom acupuncture may harm, in place of any result.
struct AskYourDoctorPage: PageModel {
    static let template = PageTemplates.Page.askYourDoctor

    let frame: PageFrame

    init(_ site: Site) {
        frame = PageFrame(
            site,
            title: "Please ask your family doctor",
            at: .askYourDoctor,
            offersSearch: false
        )
    }
}
