import Curl
import Directory

/// A list that is downloaded whole and looked through here.
package struct RegistryList: Sendable {
    package let profile: RegistryProfile
    package let offReason: String?
    let secretVariables: [String]

    init(
        _ section: DescriptionSection<Registry.Key>,
        profile: RegistryProfile,
        context: DescriptionContext
    ) throws(DescriptionError) {
        self.profile = profile
        offReason = profile.offReason
        secretVariables = []
    }
}
