/// A value of JSON whose shape is not known before it is made; members keep their order.
indirect enum JSONValue: Hashable, Sendable {
    case text(String)
    case whole(Int)
    case flag(Bool)
    case null
    case list([JSONValue])
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: JSONValue
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .whole(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }

    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member(name: $0.0, value: $0.1) })
    }
}

extension JSONWriter {
    mutating func value(_ value: JSONValue) {
        switch value {
        case .text(let text): self.value(text)
        case .whole(let number): self.value(number)
        case .flag(let flag): self.value(flag)
        case .null: null()
        case .list(let elements):
            array { json in
                for element in elements { json.value(element) }
            }
        case .object(let members):
            object { json in
                for member in members {
                    json.name(text: member.name)
                    json.value(member.value)
                }
            }
        }
    }
}
