/// What a former patient says of a practitioner, without the patient's name.
package struct Testimonial: Hashable, Sendable {
    /// 1 to 5 stars.
    package let rating: Int
    package let text: String
    package let condition: Condition?
    package let writtenOn: CalendarDate

    package init(rating: Int, text: String, condition: Condition?, writtenOn: CalendarDate) {
        self.rating = rating
        self.text = text
        self.condition = condition
        self.writtenOn = writtenOn
    }
}
