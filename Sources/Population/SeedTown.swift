/// A town of the seed, with how many practitioners it is given.
struct SeedTown: Hashable, Sendable {
    let name: String
    /// The state or province by its letters.
    let region: String
    let country: String
    let count: Int
    let isRural: Bool
}

extension SeedTown {
    /// The towns of the seed in the order in which their people are numbered; `*` marks the rural.
    static let all = [
        plan(
            "US",
            "WA",
            """
            Seattle 34, Bellevue 9, Tacoma 7, Spokane 8, Redmond 4, Kirkland 3, Everett 3, Olympia 5
            Bellingham 6, Vancouver 5, Shoreline 2, Lynnwood 3, Edmonds 2, Issaquah 2, Yakima 2
            Wenatchee 2, Walla Walla 2, Port Townsend* 2, Port Angeles* 1, Ellensburg* 1, Omak* 1
            Friday Harbor* 1, Twisp* 1
            """
        ),
        plan(
            "US",
            "CO",
            """
            Denver 22, Boulder 12, Fort Collins 7, Colorado Springs 8, Aurora 4, Lakewood 3
            Longmont 3, Loveland 2, Grand Junction 2, Durango 3, Pueblo 2, Salida* 1
            Steamboat Springs* 1, Telluride* 1, Crestone* 1, Alamosa* 1, Paonia* 1
            """
        ),
        plan(
            "US",
            "IL",
            """
            Chicago 44, Evanston 6, Oak Park 5, Skokie 4, Naperville 5, Schaumburg 3
            Arlington Heights 2, Aurora 2, Rockford 3, Peoria 3, Champaign 3, Urbana 1, Springfield 3
            Bloomington 2, Carbondale 2, Quincy 1, Galena* 1, Moline 1, Cairo* 1
            """
        ),
        plan(
            "US",
            "CA",
            """
            Los Angeles 14, San Francisco 12, San Diego 6, Oakland 5, San Jose 5, Berkeley 3
            Sacramento 3, Irvine 3, Santa Cruz 2, Monterey Park 2, Mount Shasta* 1, Bishop* 1
            Eureka* 1
            """
        ),
        plan("US", "OR", "Portland 8, Eugene 3, Bend 2, Ashland 1, Joseph* 1"),
        plan("US", "AK", "Anchorage 2, Homer* 1"),
        plan("US", "HI", "Honolulu 4, Hilo 1"),
        plan("US", "ID", "Boise 1, Sandpoint* 1"),
        plan("US", "MT", "Missoula 1, Bozeman 1, Livingston* 1"),
        plan("US", "WY", "Jackson* 1"),
        plan("US", "NV", "Las Vegas 2"),
        plan("US", "UT", "Salt Lake City 2, Moab* 1"),
        plan("US", "AZ", "Phoenix 2, Tucson 2, Bisbee* 1"),
        plan("US", "NM", "Santa Fe 4, Albuquerque 2, Taos* 1"),
        plan("US", "TX", "Austin 4, Houston 4, Dallas 2, San Antonio 1, Marfa* 1"),
        plan("US", "OK", "Tulsa 1, Norman 1"),
        plan("US", "KS", "Lawrence 1"),
        plan("US", "NE", "Omaha 1, Valentine* 1"),
        plan("US", "SD", "Sioux Falls 1, Rapid City 1"),
        plan("US", "ND", "Fargo 1"),
        plan("US", "MN", "Minneapolis 3, Saint Paul 3, Ely* 1"),
        plan("US", "WI", "Madison 2, Milwaukee 1, Viroqua* 1"),
        plan("US", "IA", "Iowa City 1, Decorah* 1"),
        plan("US", "MO", "St. Louis 1, Kansas City 1"),
        plan("US", "MI", "Ann Arbor 2, Detroit 1, Marquette* 1"),
        plan("US", "IN", "Bloomington 1, Indianapolis 1"),
        plan("US", "OH", "Columbus 1, Cleveland 1, Yellow Springs* 1"),
        plan("US", "KY", "Louisville 1, Berea* 1"),
        plan("US", "TN", "Nashville 1"),
        plan("US", "AR", "Fayetteville 1"),
        plan("US", "LA", "New Orleans 2"),
        plan("US", "MS", "Oxford* 1"),
        plan("US", "AL", "Birmingham 1, Fairhope* 1"),
        plan("US", "GA", "Atlanta 2, Duluth 1"),
        plan("US", "FL", "Miami 4, Orlando 1, Gainesville 1, Key West 1"),
        plan("US", "SC", "Charleston 1"),
        plan("US", "NC", "Asheville 2, Raleigh 1"),
        plan("US", "VA", "Annandale 2, Charlottesville 1"),
        plan("US", "WV", "Morgantown 1"),
        plan("US", "DC", "Washington 2"),
        plan("US", "MD", "Bethesda 1, Silver Spring 1"),
        plan("US", "DE", "Wilmington 1"),
        plan("US", "PA", "Philadelphia 3, Pittsburgh 1, Wellsboro* 1"),
        plan("US", "NJ", "Fort Lee 2, Edison 1"),
        plan(
            "US",
            "NY",
            """
            New York 14, Brooklyn 4, Flushing 3, Buffalo 1, Ithaca 1, Saranac Lake* 1
            """
        ),
        plan("US", "CT", "New Haven 1"),
        plan("US", "RI", "Providence 1"),
        plan("US", "MA", "Boston 4, Cambridge 2, Northampton 1"),
        plan("US", "VT", "Burlington 1, Brattleboro* 1"),
        plan("US", "NH", "Keene* 1"),
        plan("US", "ME", "Portland 1, Belfast* 1"),
        plan(
            "CA",
            "BC",
            """
            Vancouver 16, Richmond 7, Burnaby 4, Victoria 6, Surrey 3, Kelowna 2, Nelson* 2
            Salmon Arm* 1, Parksville* 1, Prince George 1
            """
        ),
        plan("CA", "AB", "Calgary 7, Edmonton 6, Canmore* 1, Lethbridge 1"),
        plan("CA", "SK", "Saskatoon 2, Regina 1"),
        plan("CA", "MB", "Winnipeg 3"),
        plan(
            "CA",
            "ON",
            """
            Toronto 14, Markham 4, Mississauga 3, Ottawa 4, London 2, Kitchener 1, Kingston 1
            Thunder Bay 1, Greater Sudbury 1
            """
        ),
        plan(
            "CA",
            "QC",
            """
            Montréal 12, Québec 4, Sherbrooke 2, Gatineau 2, Laval 2, Trois-Rivières 1, Rimouski* 1
            Gaspé* 1
            """
        ),
        plan("CA", "NB", "Moncton 1, Fredericton 1"),
        plan("CA", "NS", "Halifax 3"),
        plan("CA", "PE", "Charlottetown 1"),
        plan("CA", "NL", "St. John's 2"),
        plan("CA", "YT", "Whitehorse 1"),
        plan("CA", "NT", "Yellowknife 1"),
    ].flatMap(\.self)

    static func all(in region: String, of country: String) -> [SeedTown] {
        all.filter { $0.region == region && $0.country == country }
    }

    private static func plan(_ country: String, _ region: String, _ text: String) -> [SeedTown] {
        text.split { $0 == "," || $0 == "\n" }.map { part in
            let words = part.split(separator: " ")
            let name = words.dropLast().joined(separator: " ")
            return SeedTown(
                name: name.hasSuffix("*") ? String(name.dropLast()) : name,
                region: region,
                country: country,
                count: words.last.flatMap { Int($0) } ?? 1,
                isRural: name.hasSuffix("*")
            )
        }
    }
}

extension SeedTown {
    var jurisdiction: String { "\(country)-\(region)" }

    /// How people are named here, in rough proportion to who practises acupuncture here.
    var cultures: [(Culture, Int)] {
        if isRural, region != "QC", region != "HI", region != "NM" { return Self.rural }
        return switch region {
        case "WA", "OR", "AK", "ID": Self.northWest
        case "HI":
            [(.japanese, 40), (.chinese, 15), (.cantonese, 10), (.filipino, 15), (.english, 20)]
        case "CA", "NV": Self.california
        case "IL": Self.illinois
        case "WI", "MI", "IN", "OH", "IA", "MO": Self.midWest
        case "MN": Self.midWest + [(.hmong, 18), (.nordic, 20)]
        case "NY", "NJ", "MA", "PA", "DC", "MD", "DE", "CT", "RI": Self.northEast
        case "VA", "GA": Self.south + [(.korean, 30)]
        case "TX", "FL", "AZ", "NM": Self.southWest
        case "CO", "UT", "MT", "WY": Self.mountains
        case "BC" where country == "CA": Self.britishColumbia
        case "ON": Self.ontario
        case "QC": Self.quebec
        case "AB", "SK", "MB": Self.prairies
        case "NB", "NS", "PE", "NL", "YT", "NT": Self.farCanada
        default: Self.south
        }
    }

    private static let northWest: [(Culture, Int)] = [
        (.english, 38), (.chinese, 13), (.cantonese, 3), (.taiwanese, 4), (.korean, 9),
        (.vietnamese, 7), (.japanese, 7), (.hispanic, 4), (.nordic, 6), (.german, 3), (.jewish, 3),
        (.ukrainian, 2), (.russian, 1), (.southAsian, 2), (.filipino, 2), (.ethiopian, 2),
        (.persian, 1), (.burmese, 1),
    ]
    private static let mountains: [(Culture, Int)] = [
        (.english, 56), (.hispanic, 10), (.chinese, 8), (.korean, 4), (.vietnamese, 4),
        (.japanese, 3), (.nordic, 3), (.german, 4), (.jewish, 4), (.italian, 2), (.russian, 1),
        (.southAsian, 1),
    ]
    private static let illinois: [(Culture, Int)] = [
        (.english, 30), (.chinese, 12), (.cantonese, 3), (.taiwanese, 2), (.korean, 11),
        (.polish, 9), (.hispanic, 8), (.vietnamese, 3), (.japanese, 4), (.jewish, 5), (.german, 3),
        (.ukrainian, 2), (.italian, 3), (.greek, 2), (.southAsian, 3), (.arabic, 1), (.burmese, 1),
    ]
    private static let california: [(Culture, Int)] = [
        (.english, 20), (.chinese, 18), (.cantonese, 7), (.taiwanese, 6), (.korean, 15),
        (.vietnamese, 8), (.japanese, 6), (.hispanic, 10), (.jewish, 3), (.persian, 3),
        (.filipino, 3), (.southAsian, 2), (.russian, 1), (.hmong, 1),
    ]
    private static let northEast: [(Culture, Int)] = [
        (.english, 24), (.chinese, 16), (.cantonese, 8), (.taiwanese, 3), (.korean, 14),
        (.jewish, 9), (.hispanic, 6), (.russian, 4), (.ukrainian, 2), (.italian, 5),
        (.japanese, 4), (.southAsian, 3), (.greek, 1), (.portuguese, 1), (.french, 1),
    ]
    private static let midWest: [(Culture, Int)] = [
        (.english, 48), (.german, 10), (.chinese, 12), (.korean, 6), (.nordic, 6), (.polish, 4),
        (.hispanic, 4), (.vietnamese, 3), (.arabic, 2), (.southAsian, 2), (.jewish, 2),
    ]
    private static let south: [(Culture, Int)] = [
        (.english, 66), (.chinese, 11), (.korean, 6), (.vietnamese, 6), (.hispanic, 4),
        (.french, 3), (.german, 2), (.japanese, 2),
    ]
    private static let southWest: [(Culture, Int)] = [
        (.english, 40), (.hispanic, 24), (.chinese, 14), (.korean, 6), (.vietnamese, 7),
        (.japanese, 3), (.jewish, 3), (.southAsian, 2), (.german, 1),
    ]
    private static let rural: [(Culture, Int)] = [
        (.english, 74), (.german, 6), (.nordic, 5), (.hispanic, 4), (.chinese, 4), (.french, 2),
        (.italian, 2), (.japanese, 1), (.korean, 1), (.ukrainian, 1),
    ]
    private static let britishColumbia: [(Culture, Int)] = [
        (.english, 30), (.chinese, 20), (.cantonese, 13), (.taiwanese, 6), (.korean, 8),
        (.japanese, 6), (.punjabi, 6), (.persian, 4), (.filipino, 2), (.vietnamese, 2),
        (.french, 3),
    ]
    private static let ontario: [(Culture, Int)] = [
        (.english, 27), (.chinese, 19), (.cantonese, 14), (.korean, 8), (.southAsian, 5),
        (.vietnamese, 4), (.persian, 5), (.italian, 4), (.portuguese, 3), (.french, 4),
        (.ukrainian, 3), (.russian, 2), (.punjabi, 2),
    ]
    private static let quebec: [(Culture, Int)] = [
        (.french, 68), (.chinese, 6), (.vietnamese, 5), (.english, 7), (.arabic, 5),
        (.hispanic, 3), (.portuguese, 2), (.italian, 2), (.jewish, 2),
    ]
    private static let prairies: [(Culture, Int)] = [
        (.english, 50), (.ukrainian, 12), (.chinese, 12), (.cantonese, 4), (.german, 6),
        (.filipino, 4), (.korean, 4), (.vietnamese, 4), (.french, 3), (.punjabi, 2),
    ]
    private static let farCanada: [(Culture, Int)] = [
        (.english, 70), (.french, 16), (.chinese, 8), (.korean, 2), (.german, 2), (.japanese, 2),
    ]

    /// Telephone area codes in use here.
    var areaCodes: [String] {
        let text =
            switch jurisdiction {
            case "US-WA" where ["Seattle", "Shoreline"].contains(name): "206"
            case "US-WA" where ["Bellevue", "Redmond", "Kirkland", "Issaquah"].contains(name): "425"
            case "US-WA" where ["Everett", "Lynnwood", "Edmonds"].contains(name): "425"
            case "US-WA" where name == "Tacoma": "253"
            case "US-WA" where ["Olympia", "Bellingham", "Vancouver"].contains(name): "360 564"
            case "US-WA" where name.hasPrefix("Port") || name == "Friday Harbor": "360"
            case "US-WA": "509"
            case "US-CO" where ["Denver", "Boulder", "Aurora", "Lakewood"].contains(name): "303 720"
            case "US-CO" where ["Pueblo", "Colorado Springs", "Alamosa"].contains(name): "719"
            case "US-CO" where ["Salida", "Crestone"].contains(name): "719"
            case "US-CO": "970"
            case "US-IL" where name == "Chicago": "312 773 872"
            case "US-IL" where ["Evanston", "Skokie", "Schaumburg"].contains(name): "847"
            case "US-IL" where name == "Arlington Heights": "847"
            case "US-IL" where name == "Oak Park": "708"
            case "US-IL" where ["Naperville", "Aurora"].contains(name): "630"
            case "US-IL" where ["Carbondale", "Cairo"].contains(name): "618"
            case "US-IL" where ["Rockford", "Galena"].contains(name): "815"
            case "US-IL" where ["Champaign", "Urbana", "Springfield"].contains(name): "217"
            case "US-IL": "309"
            case "US-CA": "213 415 510 619 408 916"
            case "US-OR": "503 541"
            case "US-AK": "907"
            case "US-HI": "808"
            case "US-ID": "208"
            case "US-MT": "406"
            case "US-WY": "307"
            case "US-NV": "702"
            case "US-UT": "801"
            case "US-AZ": "602 520"
            case "US-NM": "505"
            case "US-TX": "512 713 214"
            case "US-OK": "918 405"
            case "US-KS": "785"
            case "US-NE": "402"
            case "US-SD": "605"
            case "US-ND": "701"
            case "US-MN": "612 651"
            case "US-WI": "608 414"
            case "US-IA": "319 563"
            case "US-MO": "314 816"
            case "US-MI": "734 313"
            case "US-IN": "812 317"
            case "US-OH": "614 216"
            case "US-KY": "502 859"
            case "US-TN": "615"
            case "US-AR": "479"
            case "US-LA": "504"
            case "US-MS": "662"
            case "US-AL": "205 251"
            case "US-GA": "404 770"
            case "US-FL": "305 407"
            case "US-SC": "843"
            case "US-NC": "828 919"
            case "US-VA": "703 434"
            case "US-WV": "304"
            case "US-DC": "202"
            case "US-MD": "301"
            case "US-DE": "302"
            case "US-PA": "215 412"
            case "US-NJ": "201 732"
            case "US-NY": "212 718 607"
            case "US-CT": "203"
            case "US-RI": "401"
            case "US-MA": "617 413"
            case "US-VT": "802"
            case "US-NH": "603"
            case "US-ME": "207"
            case "CA-BC": "604 250"
            case "CA-AB": "403 780"
            case "CA-SK": "306"
            case "CA-MB": "204"
            case "CA-ON": "416 613 519"
            case "CA-QC": "514 418 819"
            case "CA-NB": "506"
            case "CA-NS", "CA-PE": "902"
            case "CA-NL": "709"
            default: "867"
            }
        return text.split(separator: " ").map(String.init)
    }
}
