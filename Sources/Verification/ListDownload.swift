import Curl
import Directory
import Foundation
import Registries
import Storage

/// Asks for one list and takes it in, or says why not.
struct ListDownload: Sendable {
    /// A header that is longer is nothing to send back.
    private static let longestTag = 400

    let downloaded: DownloadedList
    let database: Database
    let transport: Transport
    let clock: @Sendable () -> Instant

    var list: RegistryList { downloaded.list }

    /// Asks for the list where it is due.
    ///
    /// At no moment is nothing in force: until the new list has been read to its end and found
    /// good, nothing is changed.
    func run() async throws -> ListSweep.Outcome {
        let claim = try await database.claimDueList(
            list.id,
            describedBy: list.profile.descriptionHash,
            now: clock()
        )
        guard let claim else { return .notDue }
        do {
            return try await ask(under: claim)
        } catch StorageError.overtaken {
            return .overtaken
        }
    }

    private func ask(under claim: ListClaim) async throws -> ListSweep.Outcome {
        let file: BodyFile
        let response: Response
        do throws(TransferError) {
            file = try BodyFile(
                in: URL(filePath: database.path).deletingLastPathComponent().path
            )
            response = try await transport.send(
                list.request(ifNot: claim.etag, since: claim.lastModified),
                into: file
            )
        } catch .cancelled {
            // A task of its own: this one's cancellation would end the release, too.
            try await Task { try await database.release(claim, now: clock()) }.value
            return .notDue
        } catch {
            try await database.note(error.description, of: claim, at: clock())
            return .unreachable(error.description)
        }
        if response.status == 304, claim.etag != nil || claim.lastModified != nil {
            try await database.noteUnchanged(claim, dueAt: nextDue, at: clock())
            return .unchanged
        }
        let refusal = list.refusal(status: response.status, contentType: response.contentType)
        if let sentence = refusal ?? age(of: response, after: claim) {
            return try await refuse(sentence, claim, response)
        }
        do {
            return .taken(try await takeIn(file, response, under: claim))
        } catch let refusal as ListRefusal {
            return try await refuse(refusal.sentence, claim, response)
        } catch StorageError.refused(let sentence) {
            return try await refuse(sentence, claim, response)
        }
    }

    private func takeIn(
        _ file: BodyFile,
        _ response: Response,
        under claim: ListClaim
    ) async throws -> TakenList {
        try await ListIntake(of: downloaded, into: database).takeIn(
            under: claim,
            from: ListOrigin(
                file: list.question,
                etag: header("ETag", of: response),
                lastModified: header("Last-Modified", of: response),
                asOf: header("Last-Modified", of: response).flatMap(HTTPDate.instant),
                dueAt: nextDue
            ),
            at: clock()
        ) {
            var offset = 0
            return ListBytes(next: {
                let bytes = try file.bytes(from: offset)
                offset += bytes.count
                return bytes
            })
        }
    }

    private func refuse(
        _ sentence: String,
        _ claim: ListClaim,
        _ response: Response
    ) async throws -> ListSweep.Outcome {
        let now = clock()
        try await database.note(
            sentence,
            of: claim,
            retryAfterSeconds: response.headers["Retry-After"]
                .flatMap { HTTPDate.retryAfter($0, at: now) },
            at: now
        )
        return .refused(sentence)
    }

    /// Why the answer is an older list than the one that is held, as far as their dates say.
    ///
    /// A list without days of its own shows its age in nothing else.
    private func age(of response: Response, after claim: ListClaim) -> String? {
        guard let held = claim.lastModified, let given = header("Last-Modified", of: response),
            let heldAt = HTTPDate.instant(held), let givenAt = HTTPDate.instant(given),
            givenAt < heldAt
        else { return nil }
        return
            "The list is of \(givenAt), the one that is held of \(heldAt): this is an older list."
    }

    /// A tenth sooner than described, so that a nightly job does not find it due in a minute and
    /// leave it for a day.
    private var nextDue: Instant {
        clock() + Int64(list.everyHours) * 3240
    }

    private func header(_ name: String, of response: Response) -> String? {
        response.headers[name].flatMap { value in
            let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
            return isPlain && (1...Self.longestTag).contains(value.utf8.count) ? value : nil
        }
    }
}
