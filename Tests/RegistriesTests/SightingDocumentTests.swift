import Testing

@testable import Registries

@Suite struct SightingDocumentTests {
    @Test(arguments: [
        (Array("%PDF-1.7\n".utf8), "application/pdf"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0x00], "image/jpeg"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00], "image/png"),
        (Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8), "image/webp"),
        (Array("\u{FEFF}<!DOCTYPE HTML><p>Active".utf8), "text/html"),
        (Array("<!-- saved -->\r\n<HTML lang=fr>é".utf8), "text/html"),
        (Array("They wrote: registered.\n".utf8), "text/plain"),
    ])
    func `a document is what its content says`(bytes: [UInt8], type: String) throws {
        let document = try SightingDocument(bytes)

        #expect(document.contentType == type)
        #expect(document.bytes == bytes)
    }

    @Test func `a document is known by its hash`() throws {
        #expect(
            try SightingDocument(Array("abc".utf8)).sha256
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    @Test(arguments: [
        ([], SightingDocument.ParseError.empty),
        // A program, an archive, a sound, text in another encoding, a page with a NUL in it.
        ([0x7F, 0x45, 0x4C, 0x46, 0x02], .unknownKind),
        ([0x50, 0x4B, 0x03, 0x04], .unknownKind),
        (Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WAVEfmt ".utf8), .unknownKind),
        ([0x52, 0x61, 0x64, 0x69, 0xE9], .unknownKind),
        (Array("<html>\u{0}</html>".utf8), .unknownKind),
    ])
    func `what shows nothing is refused`(bytes: [UInt8], error: SightingDocument.ParseError) {
        #expect(throws: error) { try SightingDocument(bytes) }
    }

    @Test func `ten megabytes are enough for a page`() throws {
        var bytes = [UInt8](repeating: 0x20, count: SightingDocument.mostBytes)
        #expect(try SightingDocument(bytes).contentType == "text/plain")
        bytes.append(0x20)
        #expect(throws: SightingDocument.ParseError.tooLong) { try SightingDocument(bytes) }
    }
}
