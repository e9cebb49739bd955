import Directory

/// How the address of a profile's page ends: the name for people, the identifier behind it.
///
/// `jane-shin-019ab3c4-…`: what stands before the identifier only reads well, so a changed name
/// breaks no link.
struct ProfileSlug: Hashable {
    let text: String

    init(name: String, id: String) {
        var slug = ""
        // ASCII letters and digits, all else a hyphen; a name that has none leaves the identifier.
        for byte in PersonName.folded(name).lowercased().utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: slug.unicodeScalars.append(Unicode.Scalar(byte))
            default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
        }
        if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
        text = slug + id
    }

    /// The practitioner whom an address means, in the form in which the database has it.
    ///
    /// - Parameter text: A slug, a plain public identifier or an NPI.
    /// - Returns: Nil where it is none of them.
    static func identifier(in text: some StringProtocol) -> String? {
        if let id = PublicID(text.suffix(36)), text.count == 36 || text.dropLast(36).hasSuffix("-")
        {
            return id.text
        }
        return (try? NPI(text))?.description
    }
}
