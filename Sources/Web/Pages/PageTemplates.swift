import Mustache
import NIOCore

/// The templates of all pages, read once from what is embedded in the binary.
struct PageTemplates: Sendable {
    enum Page {
        case home, askYourDoctor, results, profile, notice
    }

    private let home: MustacheTemplate
    private let askYourDoctor: MustacheTemplate
    private let results: MustacheTemplate
    private let profile: MustacheTemplate
    private let notice: MustacheTemplate
    private let parts: MustacheLibrary

    init() throws {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        home = try Self.template(PackageResources.home_mustache)
        askYourDoctor = try Self.template(PackageResources.ask_your_doctor_mustache)
        results = try Self.template(PackageResources.results_mustache)
        profile = try Self.template(PackageResources.profile_mustache)
        notice = try Self.template(PackageResources.notice_mustache)
        parts = MustacheLibrary(templates: [
            "layout": try Self.template(PackageResources.layout_mustache),
            "safety": try Self.template(PackageResources.safety_mustache),
            "text": try Self.template(PackageResources.text_mustache),
            "choice": try Self.template(PackageResources.choice_mustache),
            "group": try Self.template(PackageResources.group_mustache),
            "card": try Self.template(PackageResources.card_mustache),
            "credential": try Self.template(PackageResources.credential_mustache),
            "evidence": try Self.template(PackageResources.evidence_mustache),
        ])
    }

    func text(of model: some PageModel) -> ByteBuffer {
        ByteBuffer(string: template(of: type(of: model).template).render(model, library: parts))
    }

    private func template(of page: Page) -> MustacheTemplate {
        switch page {
        case .home: home
        case .askYourDoctor: askYourDoctor
        case .results: results
        case .profile: profile
        case .notice: notice
        }
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        // A part begins with the library's own escaping again, so each says which it has.
        let pragma = "{{% CONTENT_TYPE:\(PageText.name)}}"
        return try MustacheTemplate(string: pragma + String(decoding: bytes, as: UTF8.self))
    }
}

/// What a page shows; everything in it is escaped when it is rendered.
///
/// A name that a part finds empty is looked for in what surrounds it: optional values have names
/// that nothing around them has.
protocol PageModel {
    static var template: PageTemplates.Page { get }
    var frame: PageFrame { get }
}

/// Escapes text for HTML, byte by byte.
///
/// The library's own escaping goes by what people see as one character, and so leaves a quotation
/// mark that an accent follows as it is: enough to leave an attribute.
struct PageText: MustacheContentType {
    static let name = "PAGE"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.escape(of: $0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let escape = Self.escape(of: byte) {
                escaped.append(contentsOf: escape.utf8)
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func escape(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
