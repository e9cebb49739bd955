import Testing

@testable import Registries

@Suite struct HTMLPageTests {
    private static let labels = ["Current Status", "Expires", "MD License", "Board Actions"]
        .map { HTMLLabel($0) }

    @Test(arguments: [
        "<dl><dt>Current Status</dt><dd>Active</dd><dt>Expires:</dt><dd>12/31/2027</dd></dl>",
        "<table><tr><th>Current Status:</th><td>Active</td></tr><tr><td>Expires</td><td>12/31/2027</table>",
        "<div>Current Status</div><div>Active</div><p>Expires: 12/31/2027",
        "<p><strong>Current Status:</strong> Active<br>Expires: <b>12/31/2027</b></p>",
        "<div><label>Current Status</label> <span>Active</span></div><div><label>Expires</label><span>12/31/2027</span></div>",
        "<P>CURRENT&nbsp;STATUS :\n Active</P><!-- <p>Expires: 1 --><p hidden>Expires: 2</p><div style='display: none'><div>Expires: 3</div></div><p>Expires: 12&#47;31&#x2F;2027",
        "<script>document.write('<p>Expires: 9')</script><p title=\"a > b\">Current Status: Active</p><p>Expires: 12/31/2027</p>",
    ])
    func `a label's value is found however the page is built`(source: String) throws {
        let page = try HTMLPage(source)

        #expect(try page.value(of: Self.labels[0], among: Self.labels) == "Active")
        #expect(try page.value(of: Self.labels[1], among: Self.labels) == "12/31/2027")
        #expect(try page.value(of: Self.labels[2], among: Self.labels) == nil)
    }

    @Test func `a label without a value does not take the next label for it`() throws {
        let page = try HTMLPage("<dt>Board Actions<dd></dd><dt>Expires<dd>1/1/2027")
        #expect(try page.value(of: Self.labels[3], among: Self.labels) == "")
    }

    @Test func `a word that only begins like a label is none`() throws {
        let page = try HTMLPage("<p>Expires soon</p><p>Current Statuses: many</p>")

        #expect(try page.value(of: Self.labels[1], among: Self.labels) == nil)
        #expect(try page.value(of: Self.labels[0], among: Self.labels) == nil)
    }

    @Test func `a label that stands twice has to say the same`() throws {
        let same = try HTMLPage("<p>Expires: 1/1/2027<p>Expires: 1/1/2027")
        let other = try HTMLPage("<p>Expires: 1/1/2027<p>Expires: 2/1/2027")

        #expect(try same.value(of: Self.labels[1], among: Self.labels) == "1/1/2027")
        #expect(throws: Drift.self) { try other.value(of: Self.labels[1], among: Self.labels) }
    }

    @Test func `a table is found by its head, and its rows by columns`() throws {
        let page = try HTMLPage(
            """
            <table><tr><td>menu</td></tr></table>
            <table><thead><tr><th>License No.</th><th>Name</th><th>Status</th></tr></thead>
            <tr><td>1</td><td>Ann <b>Steady</b></td><td>Active<table><tr><td>x</td></tr></table></td></tr>
            <tr><td>2</td><td>O&rsquo;Neil</td><td></td></tr><tr><td colspan=3>Next page</td></tr></table>
            """
        )
        let table = try #require(
            try page.table(under: ["license no.", "status"].map { FoldedText($0) })
        )

        #expect(
            table.rows.map { table.text(in: FoldedText("Name"), of: $0) } == [
                "Ann Steady", "O’Neil",
            ]
        )
        #expect(table.rows.map { table.text(in: FoldedText("Status"), of: $0) } == ["Active", ""])
        #expect(try page.table(under: [FoldedText("Expires")]) == nil)
    }

    @Test(arguments: [
        // What hides, in which a browser shows nothing.
        ("<p hidden>a</p>", []), ("<p class='x hidden'>a</p>", []), ("<p hidden=''>a</p>", []),
        ("<p STYLE=\"color: red; Display : None\">a</p>", []), ("<p/hidden>a</p>", []),
        ("<p data-x='\(String(repeating: "x", count: 9000))' hidden>a</p>", []),
        ("<p style=visibility:hidden id=a>a</p>", []),
        // The same words where they hide nothing.
        ("<p title='a hidden thing'>a</p>", ["a"]), ("<p data-style=display:none>a</p>", ["a"]),
        ("<p id=hidden>a</p>", ["a"]), ("<p aria-hidden=true>a</p>", ["a"]),
        ("<p title='x' class=\"unhidden\">a</p>", ["a"]),
        ("<p title=\"a=hidden\" =hidden>a</p>", ["a"]),
    ])
    func `what a browser does not show is left out, and nothing else`(
        source: String,
        texts: [String]
    ) throws {
        #expect(try HTMLPage(source).texts == texts)
    }

    @Test func `a row with a cell more or less is drift`() throws {
        let page = try HTMLPage("<table><tr><th>A<th>B<tr><td>1<td>2<td>3</table>")
        #expect(throws: Drift.self) { try page.table(under: [FoldedText("A")]) }
    }

    @Test(arguments: [
        #"<script>fwkParseStringTemplate("a {x} it's", {"rn":"1","c":"}"});</script>"#,
        #"fwkParseStringTemplate('{no}', {"rn":"1","c":"}"}) }"#,
    ])
    func `data in a script is cut out whole`(source: String) throws {
        let page = try HTMLPage(source)
        let literal = try page.literal(after: "fwkParseStringTemplate(")

        #expect(String(decoding: literal, as: UTF8.self) == #"{"rn":"1","c":"}"}"#)
        #expect(throws: Drift.self) { try page.literal(after: "elsewhere(") }
    }

    @Test(arguments: [
        "<", "<p", "<!--", "<script>", "&#xFFFFFFFF;&unknown;&", "<table><tr><td", "</p></p>",
        String(repeating: "<table><tr><td>", count: 3000),
        String(repeating: "<b hidden>", count: 3000),
        String(repeating: "<a href='", count: 3000),
    ])
    func `a page that is broken anyhow is read to its end`(source: String) {
        #expect(throws: Never.self) { try HTMLPage(source) }
    }
}
