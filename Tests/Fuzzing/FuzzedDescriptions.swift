/// An answer's shape, each with a description of its own.
enum AnswerShape: String, CaseIterable {
    case json, table, page, pageTable, fhir, script

    var contentType: String {
        switch self {
        case .json: "application/json"
        case .table: "text/csv; charset=utf-8"
        case .page, .pageTable, .script: "text/html; charset=utf-8"
        case .fhir: "application/fhir+json"
        }
    }

    var description: String {
        """
        id: fuzzed
        kind: query
        role: licence
        name: Fuzzed Board
        jurisdiction: CA-ON
        completeness: full_history
        time_zone: America/Toronto
        public_page: https://board.example.org/search
        base_url: https://board.example.org
        match:
          number: {match: '^0*([A-Z]+-?[0-9]+)$', transforms: [upper]}
        request:
          path: /licences
          query: {number: "{number}"}
        answer:
        \(answer)
          dates:
            formats: [YYYY-MM-DD, MM/DD/YYYY]
            nulls: none
        standings:
          Good: active
          Bad: revoked

        """
    }

    private var answer: String {
        switch self {
        case .json:
            """
              format: json
              limit: 10
              total: /total
              rows: /rows
              wrapped: /value
              fields:
                number: /no
                family: [/surname, /family]
                given: /given
                status: /status
                expires: /until
              other_names: {rows: /others, family: /family, given: /given}
              conditions: {from: /conditions, strip_html: yes}
              discipline: {name: discipline, from: /discipline, clear: [No]}
              outcomes:
                - {outcome: found, exists: /rows/0}
                - {outcome: none, empty: /rows}
            """
        case .table:
            """
              format: csv
              limit: 10
              name_order: family_comma_given
              fields: {number: No, name: Name, status: Status, expires: Until}
              outcomes:
                - {outcome: found, exists: ""}
                - {outcome: none, empty: ""}
            """
        case .page:
            """
              format: html
              fields: {number: No, family: Family, given: Given, status: Status, expires: Until}
              outcomes:
                - {outcome: found, exists: No}
                - {outcome: none, body_matches: "nobody +found"}
            """
        case .pageTable:
            """
              format: html
              limit: 10
              rows: {columns: [No, Status]}
              name_order: family_given
              fields: {number: No, name: Name, status: Status, expires: Until}
              outcomes:
                - {outcome: found, exists: ""}
                - {outcome: none, empty: ""}
            """
        case .fhir:
            """
              format: fhir
              limit: 10
              total: /total
              rows: /entry/*/resource
              fields:
                number: "/identifier/[system=urn:no]/value"
                family: "/name/[use=official]/family"
                given: {from: "/name/[use=official]/given", join: " "}
                status: /qualification/*/status
                expires: /qualification/*/end
              outcomes:
                - {outcome: found, exists: /entry/0/resource}
                - {outcome: none, equals: {/total: "0"}, empty: /entry}
            """
        case .script:
            """
              format: html_json
              literal: "load("
              limit: 10
              rows: /rows
              fields:
                number: {from: /no, match: '([A-Z]+-[0-9]+)'}
                family: /family
                given: /given
                status: {from: /status, strip_html: yes}
                expires: /until
              outcomes:
                - {outcome: found, exists: /rows/0}
                - {outcome: none, empty: /rows}
            """
        }
    }
}

/// A list of exclusions and a register's list, which differ in all that a list may.
let listDescriptions = [
    "exclusions": """
    id: exclusions
    kind: list
    role: exclusion
    name: Fuzzed Exclusions
    jurisdiction: US
    completeness: exclusion_list
    time_zone: America/New_York
    public_page: https://board.example.org/
    base_url: https://board.example.org
    list:
      path: /exclusions.csv
      format: csv
      encoding: windows-1252
      every_hours: 24
      stale_after_days: 45
      least_rows: 1
      fields:
        npi: NPI
        licence: LICENSE
        licence_state: LICENSESTATE
        family: LASTNAME
        given: FIRSTNAME
        middle: MIDNAME
        organisation: BUSNAME
        type: SPECIALTY
        wording: EXCLTYPE
        from: EXCLDATE
        until: REINDATE
        state: STATE
      widths: {family: 20, given: 15}
      dates: {formats: YYYYMMDD, nulls: "00000000"}
      nulls: {npi: "0000000000"}

    """,
    "register": """
    id: register
    kind: list
    role: licence
    name: Fuzzed Register
    jurisdiction: US-WA
    completeness: active_only
    time_zone: America/Los_Angeles
    public_page: https://board.example.org/
    base_url: https://board.example.org
    match: {number: {transforms: ["strip_prefix:AC"]}}
    list:
      path: /register.csv
      every_hours: 24
      stale_after_days: 14
      least_rows: 1
    answer:
      format: csv
      delimiter: "|"
      trailing_delimiter: yes
      name_order: family_comma_given
      fields: {number: No, name: Name, type: Profession, status: Status, expires: Until}
      also: {city: City}
      types: "*ACUPUNCT*"
      dates: {formats: MM/DD/YYYY}
    standings: {Clear: active, Revoked: revoked}

    """,
]
