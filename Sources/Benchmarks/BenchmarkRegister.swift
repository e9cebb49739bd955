/// A register of the benchmarks that answers in JSON, a file for each number.
enum BenchmarkRegister {
    /// - Parameters:
    ///   - baseURL: Where it is asked.
    ///   - settings: Further lines, on how it is reached.
    /// - Returns: The text of its description.
    static func description(at baseURL: String, _ settings: String = "") -> String {
        """
        id: us-wa-bench
        kind: query
        role: licence
        name: Benchmark
        jurisdiction: US-WA
        completeness: full_history
        time_zone: America/Los_Angeles
        public_page: https://example.org/
        base_url: \(baseURL)
        \(settings)
        request:
          path: /{number}.json
        answer:
          format: json
          limit: 50
          rows: ""
          required: [number, family, status]
          dates:
            formats: [YYYY-MM-DDT00:00:00.000]
          outcomes:
            - outcome: found
              exists: /0
            - outcome: none
              empty: ""
          fields:
            number: /licensenumber
            family: /lastname
            given: /firstname
            type: /licensetype
            status: /status
            expires: /expirationdate
            first_issued: /firstissuedate
          types: ACU
        standings:
          Active: active

        """
    }
}
