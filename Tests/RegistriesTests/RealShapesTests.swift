import Curl
import Directory
import Testing

@testable import Registries

/// Answers in the shapes that real registers have, about invented people.
@Suite struct RealShapesTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let nora = PersonName(given: "Nora", family: "Sample")

    private func fixture(_ path: String, _ type: String) throws -> ReceivedAnswer {
        .answer(String(decoding: try Files.fixture(path), as: UTF8.self), type)
    }

    private func verdict(
        _ id: String,
        _ number: String,
        _ answers: [ReceivedAnswer],
        name: PersonName = nora
    ) throws -> Verdict {
        let claimant = Claimant(number: number, names: [name])
        return try Registry.shipped(id).reply(about: claimant, to: answers, at: Self.now).verdict
    }

    // MARK: - Numbers in two spellings

    @Test(arguments: [
        ("ARNP.AP.60949950-CNM", "AP60949950", Outcome.matched),
        ("AP60949950", "ARNP.AP.60949950-CNM", .matched),
        ("AP60949950", "AP60949950", .matched), ("ap-60949950", "AP60949950", .matched),
        // Another credential of the same person, and another person's: not what was asked for.
        ("ARNP.RN.60949950-CNM", "AP60949950", .unparseable),
        ("AP60949951", "AP60949950", .unparseable),
    ])
    func `Washington's numbers are one in the old and the new spelling`(
        printed: String,
        ours: String,
        outcome: Outcome
    ) throws {
        let body =
            #"[{"credentialnumber":"\#(printed)","lastname":"Sample","firstname":"Nora","credentialtype":"Acupuncturist License","status":"Active"}]"#
        #expect(try verdict("us-wa-doh", ours, [.json(body)]).outcome == outcome)
        #expect(
            try verdict("us-wa-doh", ours, [.json(body)]).entry.map { $0.number == printed } ?? true
        )
    }

    @Test(arguments: [
        ("1234", "ACU.0001234", Outcome.matched), ("1234", "1234", .matched),
        ("1235", "ACU.0001234", .unparseable), ("0001234", "acu 1234", .matched),
    ])
    func `Colorado's numbers are one with and without their type`(
        printed: String,
        ours: String,
        outcome: Outcome
    ) throws {
        let body =
            #"[{"licensenumber":"\#(printed)","lastname":"Sample","firstname":"Nora","licensetype":"ACU","licensestatusdescription":"Active"}]"#
        #expect(try verdict("us-co-dora", ours, [.json(body)]).outcome == outcome)
    }

    @Test func `Connecticut's one name, two status columns and padded number`() throws {
        let rows = try fixture("us-ct-dph/rows.json", "application/json")
        let found = try verdict("us-ct-dph", "1.000123", [rows])
        let entry = try #require(found.entry)

        #expect(found.outcome == .matched)
        #expect(entry.standing == .active)
        #expect(entry.names == [PersonName(given: "NORA", middle: "J", family: "SAMPLE")])
        #expect(entry.sourceKey == "923910")
        #expect(entry.expiresOn == CalendarDate(iso: "2027-10-31"))
    }

    @Test(
        arguments: [
            ("ACTIVE", "CURRENT", Standing.active),
            ("INACTIVE", "LAPSED DUE TO NON-RENEWAL", .expired),
            ("INACTIVE", "EXPIRED MORE THAN 3 YEARS - MUST REAPPLY", .expired),
            ("INACTIVE", "REVOKED BY BOARD", nil), ("ACTIVE", "PROBATION", nil),
            ("ACTIVE IN RENEWAL", "CURRENT", .lapsedGrace), ("CLOSED", "", nil),
        ] as [(String, String, Standing?)]
    )
    func `Connecticut's reason decides`(status: String, reason: String, standing: Standing?) throws
    {
        let map = try Registry.shipped("us-ct-dph").standings
        #expect(map.standing(of: status, reason: reason) == standing)
    }

    // MARK: - Discipline in another column

    @Test(
        arguments: [
            (#""disciplinary_status":"NONE","license_status":"NONE""#, Standing.active),
            (#""disciplinary_status":"COMPLAINT DISMISSED""#, .active), ("", .active),
            (#""disciplinary_status":"UNDER BOARD ORDER""#, .activeRestricted),
            (#""license_status":"SUSPENDED BY BOARD""#, .suspended),
            (#""license_status":"REVOKED","disciplinary_status":"UNDER BOARD ORDER""#, .revoked),
            // What nobody has read yet is for a person, and so is a contradiction.
            (#""disciplinary_status":"SOMETHING NEW""#, nil), (#""currently_licensed":"N""#, nil),
        ] as [(String, Standing?)]
    )
    func `Texas' discipline is told by a list of harmless words`(
        columns: String,
        standing: Standing?
    ) throws {
        let more = columns.isEmpty ? "" : "," + columns
        let body =
            #"[{"license_number":"AC01234","last_name":"SAMPLE","first_name":"NORA","license_type":"ACUPUNCTURIST LICENSE","registration_status":"ACTIVE"\#(more)}]"#
        let found = try verdict("us-tx-tmb", "AC01234", [.json(body)])

        #expect(found.entry?.standing == standing)
        #expect(found.outcome == (standing == nil ? .unrecognised : .matched))
    }

    @Test func `a profession under another name is for a person, and no absence`() throws {
        let body =
            #"[{"license_number":"AC01234","last_name":"SAMPLE","first_name":"NORA","license_type":"ORIENTAL MEDICINE","registration_status":"ACTIVE"}]"#
        let own = try verdict("us-tx-tmb", "AC01234", [.json(body)])
        let other = PersonName(given: "Paul", family: "Stranger")
        let strange = try verdict("us-tx-tmb", "AC01234", [.json(body)], name: other)

        #expect(own.outcome == .mismatched)
        #expect(own.reason.contains("another licence type"))
        #expect(strange.outcome == .absent)
    }

    // MARK: - Search, then detail

    private func thentia() throws -> [ReceivedAnswer] {
        [
            try fixture("thentia/search.json", "application/json"),
            try fixture("thentia/detail.json", "application/json"),
        ]
    }

    @Test func `Thentia's search finds the id, and the profile the dates`() throws {
        let claimant = Claimant(number: "C7918", names: [Self.nora])
        let registry = try Registry.shipped("us-az-acu")
        var inquiry = registry.inquiry(about: claimant, isOffline: true, isTraced: true)
        let answers = try thentia()
        inquiry.take(answers[0], at: Self.now)
        guard case .request(let detail) = inquiry.next else {
            Issue.record("no detail is asked for")
            return
        }
        inquiry.take(answers[1], at: Self.now)
        guard case .reply(let reply) = inquiry.next else {
            Issue.record("nothing is decided")
            return
        }
        let entry = try #require(reply.verdict.entry)
        let evidence = String(decoding: reply.evidence, as: UTF8.self)

        #expect(detail.url.hasSuffix("/rest/public/registrant/get/?id=aa01"))
        #expect(reply.verdict.outcome == .matched)
        #expect(entry.standing == .active)
        #expect(entry.expiresOn == CalendarDate(iso: "2028-06-30"))
        #expect(entry.firstIssuedOn == CalendarDate(iso: "2024-01-30"))
        #expect(
            reply.question.contains(
                "/search/?keyword=C7918&filter=license&skip=0&take=50, then GET "
            )
        )
        #expect(!evidence.contains("Stranger"))
        #expect(!evidence.contains("Example Street"))
        _ = try JSONDocument(reply.evidence)
        let trace = try #require(reply.trace)
        #expect(trace.steps.map(\.name) == ["search", "detail, 1 of 1"])
        #expect(trace.steps[0].rows.map(\.isCandidate) == [true, false])
        #expect(trace.lines.contains { $0.contains("matched") })
    }

    @Test func `a notice on the profile is for a person`() throws {
        var answers = try thentia()
        let text = String(decoding: answers[1].body, as: UTF8.self).replacing(
            "\"publicNotices\": []",
            with:
                "\"publicNotices\": [{\"id\":\"n1\",\"name\":\"Consent Agreement\",\"summary\":null}]"
        )
        answers[1] = .json(text)
        #expect(try verdict("us-az-acu", "C7918", answers).outcome == .unrecognised)
    }

    @Test func `what is only a part of another number is nobody`() throws {
        #expect(try verdict("us-az-acu", "7918", [try thentia()[0]]).outcome == .absent)
        let none = ReceivedAnswer.json(
            #"{"errorCode":"0","errorMessage":"","method":"GET","resultCount":0,"result":[]}"#
        )
        #expect(try verdict("us-az-acu", "C7918", [none]).outcome == .absent)
    }

    @Test(arguments: [
        (
            1,
            #"{"id":"aa09","licenseNumber":"C1","firstName":"Nora","lastName":"Sample","licenseStatus":"Active","licenseCategory":"Acupuncturist"}"#
        ),
        (1, #"{"id":null}"#), (1, "[]"), (0, #"{"errorCode":"7","resultCount":0,"result":[]}"#),
        (
            0,
            #"{"errorCode":"0","resultCount":40,"result":[{"id":"a","licenseNumber":"C7918","lastName":"Sample"}]}"#
        ),
    ])
    func `a step that is not as described says nothing about the person`(
        place: Int,
        body: String
    ) throws {
        var answers = try thentia()
        answers[place] = .json(body)
        #expect(
            try verdict("us-az-acu", "C7918", Array(answers[...place])).outcome == .unparseable
        )
    }

    @Test func `a captcha before the register is a wall`() throws {
        let wall = ReceivedAnswer.answer(
            "",
            "text/html",
            status: 405,
            headers: [.init(name: "x-amzn-waf-action", value: "captcha")]
        )
        #expect(try verdict("us-az-acu", "C7918", [wall]).outcome == .blocked)
    }

    // MARK: - A page, then a form

    private func alinity(_ registrants: String? = nil) throws -> [ReceivedAnswer] {
        let recorded = String(
            decoding: try Files.fixture("alinity/registrants.json"),
            as: UTF8.self
        )
        return [try fixture("alinity/directory.html", "text/html"), .json(registrants ?? recorded)]
    }

    private static let none = #"{"EnableCaptcha":false,"SearchCriteria":["x"],"Records":[]}"#

    @Test func `Alinity's form is sent with what its page holds`() throws {
        let claimant = Claimant(number: "T8127", names: [Self.nora])
        let registry = try Registry.shipped("ca-pe-alinity")
        var inquiry = registry.inquiry(about: claimant, isOffline: true)
        var page = try alinity()[0]
        page.headers.append(.init(name: "Set-Cookie", value: "session=abc; path=/; HttpOnly"))
        inquiry.take(page, at: Self.now)
        guard case .request(let search) = inquiry.next,
            case .post(let body, let type) = search.method
        else {
            Issue.record("nothing is posted")
            return
        }
        let text = String(decoding: body, as: UTF8.self)

        #expect(type == "application/x-www-form-urlencoded")
        #expect(
            text.hasPrefix("querySID=1000123&queryParameters=%7B%22Parameter%22%3A%5B%7B%22ID%22")
        )
        #expect(text.contains("%22Value%22%3A%22T8127%22"))
        #expect(search.headers.contains(.init(name: "Cookie", value: "session=abc")))
        #expect(search.version == .http1)
    }

    @Test func `a class inside the register's name, and conditions inside HTML`() throws {
        let found = try verdict("ca-pe-alinity", "T8127", try alinity())
        let entry = try #require(found.entry)

        #expect(found.outcome == .matched)
        #expect(entry.wording == "Provisional")
        #expect(entry.standing == .provisional)
        #expect(entry.names == [PersonName(given: "Nora", middle: "Jo", family: "Sample")])
        #expect(
            entry.fields.filter { $0.name == "condition" }.map(\.value) == [
                "Supervision", "Restriction",
            ]
        )
    }

    @Test(
        arguments: [
            ("[]", Standing.active), (#""<ul><li>Supervision</li></ul>""#, .activeRestricted),
            ("null", .active), (#""""#, .active), (#"["Supervision On Site"]"#, .activeRestricted),
        ] as [(String, Standing)]
    )
    func `conditions come and go overnight`(conditions: String, standing: Standing) throws {
        let body =
            #"{"EnableCaptcha":false,"Records":[{"rg":"G-1","rl":"Sample, Nora (8127)","prl":"General Register","rn":"8127","c":\#(conditions)}]}"#
        #expect(try verdict("ca-pe-alinity", "8127", try alinity(body)).entry?.standing == standing)
    }

    @Test func `who loses the T of the number stays the same person`() throws {
        let full =
            #"{"EnableCaptcha":false,"Records":[{"rg":"G-1","rl":"Sample, Nora Jo (8127)","prl":"General Register","rn":"8127","c":[]}]}"#
        let answers = try alinity(Self.none) + [.json(full)]
        let found = try verdict("ca-pe-alinity", "T8127", answers)

        #expect(found.outcome == .matched)
        #expect(found.entry?.number == "8127")
        #expect(found.entry?.sourceKey == "G-1")
    }

    @Test func `nobody is absent until every spelling was asked for`() throws {
        let claimant = Claimant(number: "T8127", names: [Self.nora])
        let registry = try Registry.shipped("ca-pe-alinity")
        let once = try alinity(Self.none)

        #expect(throws: Registry.NothingIsDecided.self) {
            try registry.reply(about: claimant, to: once, at: Self.now)
        }
        #expect(
            try verdict("ca-pe-alinity", "T8127", once + [.json(Self.none)]).outcome == .absent
        )
        let throttled = ReceivedAnswer.json("{}", status: 429)
        #expect(try verdict("ca-pe-alinity", "T8127", once + [throttled]).outcome == .throttled)
    }

    @Test(arguments: [
        (24, Outcome.absent), (25, .unparseable), (26, .absent), (75, .unparseable),
        (80, .unparseable),
    ])
    func `a list as long as those that are cut proves no absence`(rows: Int, outcome: Outcome)
        throws
    {
        let row = { (number: Int) in
            #"{"rg":"G-\#(number)","rl":"Stranger, Paul (\#(number))","prl":"General Register","rn":"\#(number)","c":[]}"#
        }
        let body = { (first: String) in
            #"{"EnableCaptcha":false,"Records":[\#(([first] + (1..<rows).map { row(81_270 + $0) }).joined(separator: ","))]}"#
        }
        #expect(try verdict("ca-pe-alinity", "8127", try alinity(body(row(9)))).outcome == outcome)
        let own =
            #"{"rg":"G-1","rl":"Sample, Nora (8127)","prl":"General Register","rn":"8127","c":[]}"#
        // Numbers are unique there, so who was found was found.
        #expect(try verdict("ca-pe-alinity", "8127", try alinity(body(own))).outcome == .matched)
    }

    @Test func `a page without the form's id ends the look-up`() throws {
        let page = ReceivedAnswer.html("<html><body>Under maintenance</body></html>")
        #expect(try verdict("ca-pe-alinity", "8127", [page]).outcome == .unparseable)
    }

    // MARK: - Directories and exclusions

    @Test func `a FHIR directory is read by either system of the NPI, and never vets`() throws {
        let text = """
            id: test-fhir
            template: fhir-practitioner
            name: Directory
            jurisdiction: US
            time_zone: America/New_York
            public_page: https://d.example.org/
            base_url: https://d.example.org
            """
        try Files.withDirectory(["fhir.yaml": text]) { directory in
            let catalogue = try RegistryCatalogue(directories: [Files.seed, directory])
            let registry = try #require(catalogue[try RegistryID("test-fhir")])
            let claimant = Claimant(
                number: "2000000010",
                names: [PersonName(given: "Mei Lin", family: "Chen")]
            )
            let bundle = try fixture("fhir/bundle.json", "application/fhir+json")
            let reply = try registry.reply(about: claimant, to: [bundle], at: Self.now)
            let entry = try #require(reply.verdict.entry)

            #expect(reply.verdict.outcome == .matched)
            #expect(entry.names.first?.given == "MEI LIN")
            #expect(entry.fields.contains(.init(name: "licence_number", value: "AC 000000023484")))
            #expect(entry.fields.contains(.init(name: "licence_status", value: "active")))
            #expect(!String(decoding: reply.evidence, as: UTF8.self).contains("EXAMPLE STREET"))
            #expect(registry.summary.role == .secondary)
            #expect(registry.role == .secondary)
            #expect(catalogue.secondaryRegistries.map(\.id) == [registry.id])
            #expect(!catalogue.registries.contains { $0.id == registry.id })
        }
    }

    @Test func `SAM's exclusion is read, its key concealed`() throws {
        let secrets = try Secrets(environment: ["MERIDIAN_SECRET_SAM_API_KEY": "k3y-value"])
        let catalogue = try RegistryCatalogue(directories: [Files.seed], secrets: secrets)
        let registry = try #require(catalogue[try RegistryID("sam")])
        let claimant = Claimant(
            number: "2000000010",
            names: [PersonName(given: "Mei Lin", family: "Chen")]
        )
        let answer = try fixture("sam/exclusions.json", "application/json")
        let reply = try registry.reply(about: claimant, to: [answer], at: Self.now)

        #expect(registry.offReason == nil)
        #expect(catalogue.exclusionRegistries.map(\.id) == [registry.id])
        #expect(reply.verdict.outcome == .matched)
        #expect(reply.verdict.entry?.expiresOn == nil)
        #expect(reply.verdict.entry?.firstIssuedOn == CalendarDate(iso: "2011-12-12"))
        #expect(!reply.question.contains("k3y"))
        #expect(!String(decoding: reply.evidence, as: UTF8.self).contains("k3y"))
    }

    // MARK: - Names in one field

    @Test(arguments: [
        (NameOrder.givenFamily, "FIRST M LAST", "FIRST|M|LAST|"),
        (.givenFamily, "ROBERT RUFF JR", "ROBERT||RUFF|JR"), (.givenFamily, "CHER", "||CHER|"),
        (.familyGiven, "LAST FIRST MIDDLE", "FIRST|MIDDLE|LAST|"),
        (.familyCommaGiven, "Barco Foster, Ana M", "Ana|M|Barco Foster|"),
        (.familyCommaGiven, "Ruff, Robert III", "Robert||Ruff|III"),
    ])
    func `one field holds the whole name`(order: NameOrder, text: String, parts: String) {
        let name = order.name(text)
        #expect("\(name.given)|\(name.middle)|\(name.family)|\(name.suffix)" == parts)
    }
}
