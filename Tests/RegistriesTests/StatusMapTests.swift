import Directory
import Testing

@testable import Registries

@Suite struct StatusMapTests {
    @Test(
        arguments: [
            ("Active", Standing.active),
            ("Active With Conditions", .activeRestricted),
            ("Active With Restrictions", .activeRestricted),
            ("Active On Probation", .activeRestricted),
            ("Active Provisional", .provisional),
            ("Expired", .expired), ("Inactive", .inactive), ("Retired", .inactive),
            ("Closed", .inactive), ("Suspended", .suspended), ("Summary Suspension", .suspended),
            ("Revoked", .revoked), ("Surrender", .surrendered),
            ("Voluntary Surrender", .surrendered),
            ("Superseded", .superseded), ("Pending", .pending),
            // What the data set leaves open is for a person.
            ("Active Not Renewable", nil), ("Retired Active", nil), ("Military", nil),
            ("Expired-Active MSL", nil), ("Inoperable", nil), ("Approved", nil), ("Denied", nil),
            ("Terminated", nil), ("", nil),
        ] as [(String, Standing?)]
    )
    func `Washington's wordings`(wording: String, standing: Standing?) throws {
        #expect(try Registry.shipped("us-wa-doh").standings.standing(of: wording) == standing)
    }

    @Test(
        arguments: [
            ("Active", Standing.active),
            ("Active - With Conditions", .activeRestricted),
            ("Active - Restricted", .activeRestricted),
            ("Active - Telehealth ONLY", .activeRestricted),
            ("Active - Provisional", .provisional),
            ("Active - Refresher Course Only", .provisional), ("Active - Reentry", .provisional),
            ("Expired", .expired), ("Beyond 6 Years Expired", .expired),
            ("Expired-Dissolved", .expired), ("Inactive", .inactive), ("Retired", .inactive),
            ("Suspended", .suspended), ("Suspended due to Child Support", .suspended),
            ("Summary Suspension", .suspended), ("Revoked", .revoked),
            ("Surrendered", .surrendered),
            ("Voluntary Surrender", .surrendered), ("Grad to Higher Level", .superseded),
            ("Cancelled", nil), ("Active - Something New", nil),
        ] as [(String, Standing?)]
    )
    func `Colorado's wordings`(wording: String, standing: Standing?) throws {
        #expect(try Registry.shipped("us-co-dora").standings.standing(of: wording) == standing)
    }

    @Test(
        arguments: [
            ("ACTIVE", Standing.active), ("PROBATION", .activeRestricted),
            ("ACTIVE CHAPERONE REQUIRED", .activeRestricted), ("NOT RENEWED", .expired),
            ("EXPIRED", .expired), ("INACTIVE", .inactive), ("PERMANENT INACTIVE", .inactive),
            ("SUSPENDED", .suspended), ("REVOKED", .revoked), ("RELINQUISH", .surrendered),
            ("DECEASED", .deceased),
            ("CANCELLED", nil), ("TERMINATED", nil), ("REFUSE TO RENEW", nil),
            ("Non Sufficient Fund Check", nil),
        ] as [(String, Standing?)]
    )
    func `Illinois' wordings`(wording: String, standing: Standing?) throws {
        #expect(try Registry.shipped("us-il-idfpr").standings.standing(of: wording) == standing)
    }

    @Test(
        arguments: [("A", Standing.active), ("D", nil), ("Active", nil)] as [(String, Standing?)]
    )
    func `NPPES' wordings`(wording: String, standing: Standing?) throws {
        #expect(try Registry.shipped("nppes").standings.standing(of: wording) == standing)
    }

    @Test(
        arguments: [
            // Capitals and spaces do not count.
            ("ACTIVE", Standing.active), (" active ", .active), ("On\u{A0}\t Hold", .suspended),
            ("ÉTEINT", .expired),
            // A part of a wording is another wording.
            ("Active With Conditions", nil), ("Inactive", nil), ("Activ", nil), ("OnHold", nil),
        ] as [(String, Standing?)]
    )
    func `a wording is compared whole`(wording: String, standing: Standing?) throws {
        let text = "Active: active\non hold: suspended\néteint: expired"
        let map = try StatusMap(DescriptionNode(yaml: Array(text.utf8), file: "map.yaml"))
        #expect(map.standing(of: wording) == standing)
    }

    @Test(
        arguments: [
            ("ACTIVE", "CURRENT", Standing.active),
            ("INACTIVE", "lapsed due to non-renewal", .expired),
            ("INACTIVE", "REVOKED", .revoked), ("INACTIVE", "OTHER", nil),
            ("INACTIVE", nil, .inactive),
            ("DECEASED", "ANYTHING", .deceased), ("ACTIVE", nil, nil),
        ] as [(String, String?, Standing?)]
    )
    func `a second column decides where the map says so`(
        wording: String,
        reason: String?,
        standing: Standing?
    ) throws {
        let text = """
            ACTIVE: {CURRENT: active}
            INACTIVE: {LAPSED DUE TO NON-RENEWAL: expired, REVOKED: revoked, "": inactive}
            DECEASED: deceased
            """
        let map = try StatusMap(DescriptionNode(yaml: Array(text.utf8), file: "map.yaml"))
        #expect(map.standing(of: wording, reason: reason) == standing)
    }

    @Test(arguments: [
        ("ACU", ["ACU"], true), ("acu ", ["ACU"], true), ("ACUX", ["ACU"], false),
        ("Acupuncturist License", ["*ACUPUNCT*"], true), ("Acu", ["*ACUPUNCT*"], false),
        ("East Asian Medicine Practitioner", ["*X*", "*EAST  ASIAN*"], true),
        ("abc", ["a*b*c"], true), ("ac", ["a*b*c"], false), ("aba", ["ab*ba"], false),
        ("", ["ACU"], false), ("anything", ["*"], true),
    ])
    func `a licence type is one of those described`(
        type: String,
        patterns: [String],
        isExpected: Bool
    ) {
        #expect(LicenceTypes(patterns).contains(type) == isExpected)
    }
}
