extension SeedPhrases {
    /// Draws what a practitioner writes of the practice: one or two plain sentences.
    static func about(in town: SeedTown, with dice: inout SplitMix64) -> String {
        if town.region == "QC" {
            let first = filled(dice.pick(frenchPractice), about: nil, with: &dice)
            return dice.chance(0.5) ? first : first + " " + dice.pick(frenchManner)
        }
        let first = filled(dice.pick(practice), about: nil, with: &dice)
        return dice.chance(0.45) ? first : first + " " + dice.pick(manner)
    }

    private static let practice = sentences(
        """
        I treat adults with nerve pain, numbness and tingling, mostly in the feet and hands.
        My practice is small: one room, one patient at a time.
        I came to acupuncture from nursing and still think like a nurse.
        I see many people during and after chemotherapy, together with their oncologists.
        I work mostly with older people whose feet have gone numb.
        I trained in Seoul and in this country and use both ways of working.
        I learned Japanese needling, which is shallow and gentle.
        My patients are runners, dancers and people who sit too long.
        I share the clinic with a physical therapist and a counsellor.
        We are a community clinic: several recliners in one room and a sliding scale.
        I treat pain of the back, neck and shoulders and the headaches that come with it.
        I grew up in my grandmother's herb shop and later studied acupuncture.
        I take time for the first visit, usually {few} quarters of an hour.
        I treat people with diabetes whose feet burn or have lost feeling.
        My work is with sleep, stress and the pains that come of both.
        I was a {work} before I trained, and I know what such work does to a body.
        I treat women through pregnancy planning, menopause and what lies between.
        I use electroacupuncture where nerves are slow to answer.
        I make house calls in the valley on {day}s.
        I work in a hospital clinic in the mornings and here in the afternoons.
        I see a good many veterans and work with their care teams.
        I moved here from the city and now treat whoever the snow lets through.
        I use needles, warmth and my hands, and few words.
        I combine acupuncture with exercises that you can do at home.
        I keep one afternoon a week free for urgent visits.
        I treat facial pain and paralysis and the long recovery after a stroke.
        I practise the style in which I was trained in Guangzhou, with fine needles and few points.
        I work with people who have lived with pain for years and have heard every promise.
        """
    )

    private static let manner = sentences(
        """
        I ask about medicines before every first visit.
        Please talk to your family doctor before you book.
        If you take a blood thinner, call first.
        I write to your doctor if you wish it.
        I tell you after six visits whether I think it is worth going on.
        Interpreters are welcome.
        I do not sell supplements.
        Bring your list of medicines.
        The entrance is level and the table can be lowered.
        New patients usually wait about two weeks.
        Children come with a parent.
        I would rather send you back to your doctor once too often.
        Loose clothing helps.
        Telehealth is for follow-up talks only.
        I make no promises, and I keep notes that you may read.
        """
    )

    private static let frenchPractice = sentences(
        """
        Je traite surtout les douleurs nerveuses et les engourdissements des pieds.
        Une petite clinique, une personne à la fois.
        J'étais infirmière avant de devenir acupunctrice.
        Je reçois beaucoup de personnes après une chimiothérapie.
        Douleurs du dos et du cou, migraines et sommeil difficile.
        Je travaille avec des aiguilles fines, de la chaleur et peu de mots.
        Je prends le temps qu'il faut à la première visite.
        """
    )

    private static let frenchManner = sentences(
        """
        Parlez-en d'abord à votre médecin de famille.
        Apportez la liste de vos médicaments.
        Si vous prenez un anticoagulant, appelez avant de venir.
        Je ne promets rien et je prends des notes.
        L'entrée est de plain-pied.
        """
    )
}
