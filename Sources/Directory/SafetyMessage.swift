/// What everybody is told with every search and every profile.
///
/// The rules are those of the patient article "Acupuncture 4 Neuropathy Pain".
package enum SafetyMessage {
    package static let choose =
        "Choose a practitioner who is experienced and can show testimonials and credentials."
    package static let askFirst = "Ask your family doctor first."
    package static let contraindications = [
        "People with a bleeding disorder should not be treated.",
        "People who take blood-thinning medicine should not be treated.",
        "People who are pregnant should not be treated.",
    ]
    package static let source = "Acupuncture 4 Neuropathy Pain (patient article)"
}
