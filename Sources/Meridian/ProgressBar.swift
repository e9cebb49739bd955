import Glibc
import Synchronization

/// A line on the terminal that shows how far something has come; nothing where there is no
/// terminal.
final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        var total: Int
        var drawn: ContinuousClock.Instant?
    }

    private let title: String
    private let isShown = isatty(STDERR_FILENO) == 1
    private let state: Mutex<State>

    init(_ title: String, total: Int) {
        self.title = title
        state = Mutex(State(total: total))
    }

    func advance(by count: Int) {
        state.withLock { state in
            state.done += count
            draw(&state)
        }
    }

    func advance(to done: Int, of total: Int) {
        state.withLock { state in
            state.done = done
            state.total = total
            draw(&state)
        }
    }

    /// Draws the last state and ends the line.
    func finish() {
        guard isShown else { return }
        state.withLock { state in
            state.drawn = nil
            draw(&state)
        }
        write("\n")
    }

    private func draw(_ state: inout State) {
        let now = ContinuousClock.now
        if let drawn = state.drawn, now - drawn < .milliseconds(100) { return }
        guard isShown else { return }
        state.drawn = now
        let total = max(state.total, state.done, 1)
        let width = 30
        let filled = width * state.done / total
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        write("\r\(title) \(bar) \(100 * state.done / total) %  \(state.done)/\(total) ")
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
