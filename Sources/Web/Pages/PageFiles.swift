import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheet and the icon, as they are embedded in the binary.
struct PageFiles {
    /// Another for another style sheet, so that browsers may keep each for ever.
    static let styleVersion = styleTag.text.filter { $0 != "\"" }

    private static let style = ByteBuffer(bytes: PackageResources.style_css)
    private static let styleTag = EntityTag(of: style)
    private static let icon = ByteBuffer(bytes: PackageResources.icon_svg)
    private static let iconTag = EntityTag(of: icon)

    func styleSheet(_ request: Request, _: some RequestContext) -> Response {
        let isVersioned = request.head.path?.hasSuffix("?v=" + Self.styleVersion) ?? false
        return Self.styleTag.response(
            headers: Self.headers(
                "text/css; charset=utf-8",
                Self.styleTag,
                isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=60"
            ),
            body: Self.style,
            to: request
        )
    }

    func icon(_ request: Request, _: some RequestContext) -> Response {
        Self.iconTag.response(
            headers: Self.headers("image/svg+xml", Self.iconTag, "public, max-age=86400"),
            body: Self.icon,
            to: request
        )
    }

    private static func headers(
        _ contentType: String,
        _ tag: EntityTag,
        _ cacheControl: String
    ) -> HTTPFields {
        [
            .contentType: contentType, .xContentTypeOptions: "nosniff", .eTag: tag.text,
            .cacheControl: cacheControl, .contentSecurityPolicy: "default-src 'none'",
        ]
    }
}
