/// An answer in another shape than described, with the sentence that says so.
struct Drift: Error, Hashable {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}
