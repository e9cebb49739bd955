import Foundation

private typealias Trial = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

/// What libFuzzer's own `main` calls.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ trial: Trial
) -> Int32

private func trial(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    Fuzzing.reader?.read(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Lets libFuzzer make up bytes for the reader that `MERIDIAN_FUZZED` names.
@main struct Fuzzing {
    static let reader = ProcessInfo.processInfo.environment["MERIDIAN_FUZZED"]
        .flatMap(FuzzedReader.init)

    static func main() {
        guard reader != nil else {
            let names = FuzzedReader.allCases.map(\.rawValue).joined(separator: ", ")
            print("MERIDIAN_FUZZED has to be one of \(names).")
            exit(2)
        }
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, trial))
    }
}
