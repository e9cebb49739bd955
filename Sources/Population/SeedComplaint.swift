import Directory

/// How people with one kind of trouble speak of it.
struct SeedComplaint: Sendable {
    /// What they call it, as the object of a sentence.
    let names: [String]
    let openings: [String]
    /// What they felt change.
    let effects: [String]

    init(_ condition: Condition) {
        let complaint =
            switch condition {
            case .neuropathy: Self.neuropathy
            case .diabeticNeuropathy: Self.diabetic
            case .chemotherapyNeuropathy: Self.chemotherapy
            case .chronicPain, .fibromyalgia: Self.pain
            case .backPain, .sciatica: Self.back
            case .neckPain, .shoulderPain: Self.neck
            case .kneePain, .arthritis: Self.joints
            case .headache, .migraine: Self.head
            case .insomnia: Self.sleep
            case .anxiety, .stress: Self.mind
            case .digestive, .nausea: Self.gut
            case .allergies: Self.allergies
            case .womensHealth: Self.cycle
            case .fertility: Self.fertility
            case .sportsInjury: Self.sport
            case .carpalTunnel: Self.hand
            case .neuralgia, .facialParalysis: Self.face
            case .tinnitus: Self.ears
            case .strokeRecovery: Self.stroke
            case .addiction: Self.habit
            case .fatigue: Self.fatigue
            case .hypertension: Self.pressure
            }
        self = complaint.narrowed(to: condition)
    }

    private init(_ names: String, openings: String, effects: String) {
        self.names = SeedPhrases.sentences(names)
        self.openings = SeedPhrases.sentences(openings)
        self.effects = SeedPhrases.sentences(effects)
    }

    /// Leaves out what begins with the code of another condition, as in `migraine| …`.
    private func narrowed(to condition: Condition) -> Self {
        func narrowed(_ sentences: [String]) -> [String] {
            sentences.compactMap { sentence in
                let parts = sentence.split(separator: "|", maxSplits: 1)
                guard parts.count == 2 else { return sentence }
                return parts[0] == condition.rawValue ? String(parts[1].dropFirst()) : nil
            }
        }
        return Self(
            names: narrowed(names),
            openings: narrowed(openings),
            effects: narrowed(effects)
        )
    }

    private init(names: [String], openings: [String], effects: [String]) {
        self.names = names
        self.openings = openings
        self.effects = effects
    }

    private static let neuropathy = Self(
        """
        the numbness in my feet
        the burning in my toes
        the tingling
        the pins and needles
        my neuropathy
        the dead feeling in my soles
        """,
        openings: """
            My feet had been numb for {years} when I booked.
            The burning in my toes kept me up most nights.
            I came with tingling in both feet that nobody had found a reason for.
            It started as pins and needles in the {side} foot and then climbed to the ankle.
            I could not feel the pedals properly any more and had stopped driving after dark.
            Walking barefoot felt like walking on gravel.
            For {years} it felt as if I wore thick socks that I could not take off.
            Neuropathy of no known cause, said the neurologist, and sent me home with pills.
            Even the bed sheet on my toes was too much.
            I am in my {age} and had got used to the idea that my feet would never feel right again.
            Electric shocks in my feet, mostly in the evening, for {months}.
            After {years} on gabapentin I wanted to try something beside it.
            I had fallen twice because I could not tell where my feet were.
            My hands were going numb at work, which is no good for a {work}.
            I kept dropping cups because my fingers had gone dull.
            I had tried creams, socks with copper in them and {few} kinds of insoles.
            {Who} found this clinic after I had complained about my cold, numb feet once too often.
            I came for the stabbing in my {side} foot.
            The numbness had reached my shins by last {season}.
            I have small fibre neuropathy and good days are rare.
            My balance had become so poor that I held on to the walls.
            Hot feet at night, cold as stones by day.
            I was sceptical and said so, but my feet gave me no peace.
            My soles felt like cardboard.
            Nobody had ever asked me so exactly where it tingles and when.
            """,
        effects: """
            After {visits} I could feel the bathroom tiles under my feet again.
            By the {ordinal} visit the burning was down to something I can sleep through.
            The tingling is still there, but it no longer runs my evenings.
            I noticed the first change after {weeks}: my toes felt warm.
            I can tell the carpet from the floorboards now, which I could not before.
            The shocks come perhaps once a week instead of every night.
            I walk round the block without looking at my feet.
            It did not all come back, but the feeling now reaches as far as my toes.
            {Weeks} in, I slept through a night for the first time in ages.
            My balance feels steadier and I have not stumbled since {season}.
            I felt a kind of buzzing for a day after each session and then less pain.
            I would say the pain is half of what it was.
            The numb patch has shrunk to about the size of a coin.
            I drive again in the evening, because I feel the pedals.
            The sheet on my toes does not bother me any more.
            My fingers feel less wooden and I button my own shirts.
            The pins and needles went quiet after {visits} and come back only when I overdo it.
            I felt next to nothing after the first {few} sessions, and then it slowly turned.
            My feet feel like mine again, most days.
            Cold feet, warm feet: I can tell the difference now.
            The burning eased within {weeks} and has stayed that way for {months}.
            I still take my pills, but I walk to the store again.
            For two days after each visit my feet feel almost ordinary.
            I can stand through a whole choir rehearsal without shifting from foot to foot.
            I measure it by the stairs: I no longer hold on with both hands.
            Not gone, but I forget about it for hours at a time.
            """
    )

    private static let diabetic = Self(
        """
        my diabetic neuropathy
        the numbness that came with my diabetes
        the burning feet
        the tingling in my legs
        """,
        openings: """
            I have had type 2 diabetes for {years} and my feet had begun to burn.
            My sugar is under control, my feet were not.
            Diabetic feet run in our family, and I wanted to do more than wait.
            My podiatrist noticed that I could not feel the little thread any more.
            The nerve pain from my diabetes was worst at night.
            I am diabetic and was worried about needles in my feet.
            {Years} of diabetes have left my toes half asleep.
            My legs tingled up to the knees whenever I sat down.
            I had lost the feeling in both big toes, which is dangerous with diabetes.
            The burning began about {months} before I came.
            """,
        effects: """
            They checked my feet for sores every single time before a needle went in.
            After {visits} the burning at night was clearly less.
            I feel the thread test on three toes now instead of one.
            My podiatrist saw some difference after {months} and told me to go on.
            My sugar is the same, but the tingling has calmed down.
            The needles stay away from my soles, and it still eases the burning.
            I sleep with a blanket on my feet again.
            Walking after dinner has become possible, which helps the diabetes too.
            I felt warmth in my toes during the {ordinal} session, the first in a long time.
            It takes the edge off, and that is worth the drive.
            My legs feel less restless in the evening.
            By the {ordinal} visit I could wear closed shoes for a whole day.
            """
    )

    private static let chemotherapy = Self(
        """
        the numbness after chemo
        my fingertips
        the neuropathy from chemo
        the sandpaper feeling in my hands
        """,
        openings: """
            Chemo left my fingertips feeling like sandpaper.
            After my last round of chemotherapy my hands and feet stayed numb.
            I finished chemo in {season} and the neuropathy stayed behind.
            My oncologist's nurse gave me the name of this clinic.
            I could no longer do up buttons or feel the keys of the piano.
            The cold of the freezer door hurt my fingers for {months} after oxaliplatin.
            Everybody said the numbness would fade after treatment, and after a year it had not.
            I was between two rounds of chemo and my feet were getting worse.
            Taxol did its work, and left me with feet of wood.
            My blood counts had to be right before they would begin, and they asked for the numbers.
            I am a {work}, and I need my fingertips.
            """,
        effects: """
            They called my oncologist before the first needle, which I liked a great deal.
            After {visits} I could thread a needle again, slowly.
            I type without watching my fingers now.
            The numbness has drawn back from my wrists to my fingertips.
            My feet still feel thick, but I do not trip over rugs any more.
            I felt something stir in my hands around the {ordinal} session.
            Cold things bother me far less than before.
            It made the rest of the chemo easier to bear.
            I can feel the dog's fur again, and I cried about that.
            The tingling has turned from a shout into a murmur.
            I managed earrings by myself for the first time since {season}.
            Some of it may be time passing, but I feel a difference the day after each visit.
            """
    )

    private static let pain = Self(
        """
        my pain
        the aching
        the flare-ups
        fibromyalgia| my fibromyalgia
        the pain all over
        """,
        openings: """
            I have lived with pain for {years} and expected little.
            fibromyalgia| Some mornings everything hurts, from the jaw to the heels.
            My pain doctor suggested that I try needles beside the medicine.
            fibromyalgia| The pain moves about, which makes people doubt it.
            I was on {few} different pills and none of them let me sleep.
            Flare-ups used to cost me a week at a time.
            After the accident the pain simply stayed.
            I had given up gardening, then cooking, then going out.
            On a scale of ten I arrived with a seven.
            fibromyalgia| Fibromyalgia and I have been together for {years}.
            """,
        effects: """
            After {visits} my bad days are bad mornings.
            I take half the tablets that I took in {season}.
            The pain is still with me, but it has lost its temper.
            I had {few} good days in a row, which I had not had for years.
            It gives me about four easier days each time.
            My shoulders came down from my ears somewhere in the {ordinal} session.
            I cook again.
            I would call it a third less pain, and much better sleep.
            The flare-ups come less often since {months}.
            I went to my nephew's wedding and danced, a little.
            On that scale of ten I now live around a four.
            I can sit through a film.
            """
    )

    private static let back = Self(
        """
        my back
        my lower back
        sciatica| the sciatica
        sciatica| the pain down my leg
        my hip and back
        """,
        openings: """
            My lower back went out while I was lifting a box of tiles.
            sciatica| Sciatica down the {side} leg, {months} of it.
            As a {work} I am on my feet or bent over all day.
            I could not put my own socks on.
            Two discs, said the scan, and nobody wanted to operate.
            I came in sideways.
            sciatica| The pain shot from my hip to the ankle whenever I coughed.
            Long drives had become impossible.
            I have had a bad back since my thirties.
            After my second child my back was never the same.
            I had done {weeks} of physical therapy and was stuck.
            Shoveling snow did it, as every {season} or so.
            """,
        effects: """
            After {visits} I could bend down to the lower shelf.
            sciatica| The pain no longer goes past the knee.
            I sat through a {few}-hour drive last week and got out straight.
            By the {ordinal} session I slept on my side again.
            My back still talks to me, but it does not shout.
            I felt looser the same evening, and sore for a day, and then better.
            Together with the exercises it got me back to work.
            I stand up from the sofa without planning it.
            It bought me enough ease to do my physical therapy properly.
            sciatica| The leg pain went first, the back took longer.
            I carried my grandson up the stairs.
            Within {weeks} I was off the strong painkillers.
            My socks are my own business again.
            """
    )

    private static let neck = Self(
        """
        neck_pain| my neck
        shoulder_pain| my shoulder
        neck_pain| my stiff neck
        the knot under my shoulder blade
        """,
        openings: """
            neck_pain| I could not turn my head to back out of the drive.
            shoulder_pain| A frozen shoulder, and I had been told to wait two years.
            neck_pain| Too many hours at the screen had turned my neck to wood.
            shoulder_pain| My {side} shoulder would not go above the height of a table.
            neck_pain| Whiplash from a small accident, a big nuisance.
            neck_pain| I wake up with my neck locked about once a month.
            The knot under my shoulder blade had been there for {years}.
            As a {work} I need both arms over my head.
            neck_pain| My neck hurt down into the hand.
            shoulder_pain| I had stopped swimming because of the shoulder.
            """,
        effects: """
            neck_pain| I can look over my shoulder while driving.
            shoulder_pain| After {visits} the arm went up to where the plates are.
            The knot let go during the {ordinal} session, I could feel it.
            It is not perfect, but I hang out the washing without thinking.
            neck_pain| Cupping left round marks for a week and a neck that moves.
            shoulder_pain| I swim again, twice a week.
            neck_pain| The headaches that came from my neck are rarer too.
            shoulder_pain| My shoulder gained a hand's width in {weeks}.
            shoulder_pain| I sleep on that side now.
            The stiffness comes back after long days, and goes again after a visit.
            I felt the difference when I reached for the seat belt.
            """
    )

    private static let joints = Self(
        """
        knee_pain| my knee
        knee_pain| my knees
        arthritis| the arthritis in my hands
        arthritis| my hip
        arthritis| my sore joints
        """,
        openings: """
            knee_pain| Bone on bone, they said of my {side} knee, and I did not want the operation yet.
            knee_pain| My knees told the weather better than the radio.
            arthritis| Arthritis in both hands, and I am a {work}.
            knee_pain| I went down the stairs backwards.
            I was told to lose weight and wait.
            knee_pain| The knee had been swollen since {season}.
            arthritis| I am on the list for a new hip and needed something for the meantime.
            arthritis| Rheumatism is an old word, but that is what my mother called it and I have it too.
            Getting up from a chair took me two tries.
            knee_pain| Kneeling in church had become impossible.
            knee_pain| My {side} knee clicked and gave way on slopes.
            knee_pain| Years as a {work} have cost me my knees.
            arthritis| My fingers had got so stiff that I could not hold the yarn.
            arthritis| My rheumatologist had nothing against trying.
            arthritis| The joints of my hands were hot and thick every {season}.
            arthritis| My thumbs hurt too much to open a jar.
            """,
        effects: """
            knee_pain| After {visits} I went down the stairs forwards.
            knee_pain| The swelling is less and so is the limp.
            I put off the operation, with my surgeon's blessing.
            arthritis| My hands open jars again, small ones.
            knee_pain| It does not rebuild a knee, but it makes the day easier.
            The stiffness in the morning is down from an hour to {minutes}.
            knee_pain| I walk to the mailbox and back without the stick.
            I was kneeling in the garden after {weeks}, on a cushion.
            The warm needle treatment felt best of all.
            knee_pain| I get up from the ground without a chair to hold on to.
            knee_pain| The knee still clicks, but it carries me.
            knee_pain| I rode my bike for the first time since {season}.
            arthritis| I knit again, half an hour at a time.
            arthritis| My rings go on in the morning.
            arthritis| I take the anti-inflammatory only on bad days now.
            arthritis| My hip lets me sleep until morning.
            I notice when I skip a month.
            """
    )

    private static let head = Self(
        """
        migraine| my migraines
        headache| the headaches
        the headaches behind my eyes
        my head
        """,
        openings: """
            migraine| Migraines since I was fifteen, about {few} a month.
            I kept a headache diary and brought it along.
            The headaches began behind the {side} eye and ended in a dark room.
            I had used up my sick days by March.
            headache| Tension headaches every {day}, like clockwork.
            migraine| My neurologist said that acupuncture would be worth a try before the next drug.
            I was taking too many painkillers, and they had started to cause headaches too.
            migraine| Bright light, wind, red wine, the wrong pillow: anything could set one off.
            """,
        effects: """
            migraine| I went from {few} migraines a month to one.
            They still come, but shorter, and I can stay at my desk.
            According to my diary it is half as many days in bed.
            The first {few} weeks nothing, then a whole month without one.
            I have not needed the strong tablets since {season}.
            headache| The tension ones have become rare.
            A headache left me during the session, which felt very odd and very good.
            migraine| I still get the aura, but the pain afterwards is milder.
            I planned a holiday without counting the days.
            It is the first thing in {years} that seems to make a dent.
            """
    )

    private static let sleep = Self(
        """
        my sleep
        the sleepless nights
        waking at three
        my insomnia
        """,
        openings: """
            I had not slept through since {season}.
            Awake at three, every night, with my head full.
            I could fall asleep anywhere but in my own bed.
            Sleeping pills left me foggy, and I wanted to get away from them.
            Night shifts as a {work} had wrecked my sleep.
            {Years} of bad nights, and I had tried every tea there is.
            After my divorce I forgot how to sleep.
            """,
        effects: """
            I fell asleep on the table and that night in my bed.
            After {visits} I sleep six hours in a row, which is a lot for me.
            I still wake, but I turn over and go on.
            The nights after a session are the best of the week.
            My watch says I sleep an hour longer.
            I have stopped looking at the clock.
            It took {weeks} until it held for the whole week.
            I am down to half a tablet, agreed with my doctor.
            The little seeds on my ears looked silly and seemed to help.
            My wife says that I snore again, so I must be asleep.
            """
    )

    private static let mind = Self(
        """
        my nerves
        stress| the stress
        anxiety| my anxiety
        the tightness in my chest
        """,
        openings: """
            Work had me wound up like a spring.
            anxiety| I was having panic attacks in the grocery store.
            My jaw was clenched from morning to night.
            I see a therapist as well and told them so.
            A hard year: my mother's illness, the move, and then my job.
            stress| I came for stress and was not sure that this counts as a reason.
            anxiety| My heart was checked and is fine; the fluttering was nerves.
            I am the kind of person who answers mail at midnight.
            """,
        effects: """
            It is the one hour of the week in which nobody wants anything from me.
            I left feeling as if someone had turned the volume down.
            anxiety| The panic has not come back in {months}, though I still carry my tablets.
            I breathe lower down, if that makes sense.
            My jaw lets go by itself now.
            After {visits} I noticed that I had stopped bracing for things.
            I still worry, but I sleep on it.
            The calm lasts two or three days, and lately longer.
            Together with therapy it has made this year bearable.
            My family says I am easier to be around.
            I did not expect to feel so quiet afterwards.
            """
    )

    private static let gut = Self(
        """
        my stomach
        nausea| the nausea
        digestive| the bloating
        digestive| my digestion
        """,
        openings: """
            digestive| My stomach had been in knots for {months}, and the scope showed nothing.
            digestive| Irritable bowel, which means they do not know either.
            nausea| I was sick to my stomach from the chemo.
            nausea| Car rides, smells, screens: everything made me queasy.
            digestive| Bloated after every meal, no matter what I ate.
            digestive| I had cut out so many foods that dinner was rice.
            digestive| Reflux kept me sitting up at night.
            nausea| Everything smelled too strong and little stayed down.
            nausea| I felt seasick on dry land for {weeks}.
            """,
        effects: """
            nausea| The nausea eased while the needles were still in.
            digestive| I eat onions again, in small amounts.
            digestive| The bloating is down and I have stopped planning trips around bathrooms.
            digestive| After {visits} my belly felt softer.
            nausea| I kept my breakfast down the next day.
            nausea| They gave me a wristband with a bead for the way home, and it helped a bit.
            It is not gone, but I have more good days than bad.
            digestive| I lie flat at night again.
            nausea| I could cook for my children again without leaving the kitchen.
            nausea| It gave me calm hours on the worst days.
            My appetite came back by the {ordinal} session.
            """
    )

    private static let allergies = Self(
        """
        my allergies
        the hay fever
        my sinuses
        """,
        openings: """
            Hay fever from April to September, every year.
            My sinuses were blocked from morning to night.
            I live with two cats that I am allergic to and will not give up.
            The tablets made me so drowsy that I could not work.
            """,
        effects: """
            I got through this {season} on half the tablets.
            I could smell my coffee again after {visits}.
            The sneezing fits come less often.
            My head cleared on the table, like a window opening.
            I still sneeze at the cats, but I sleep.
            My eyes itch less than in other years; maybe it was a mild one, maybe not.
            """
    )

    private static let cycle = Self(
        """
        the cramps
        my hot flashes
        my cycle
        the night sweats
        """,
        openings: """
            Cramps that put me to bed for two days each month.
            Hot flashes, {few} a night, and I could not take hormones.
            My cycle had been all over the place since I stopped the pill.
            I was soaked every night and tired every day.
            Endometriosis, and I was between two operations.
            Menopause hit me like a truck.
            """,
        effects: """
            The cramps are down to something that a hot water bottle can deal with.
            After {visits} I counted three flashes a day instead of twelve.
            My cycle has kept time for {months}.
            I sleep in dry sheets most nights.
            I did not have to miss work last month.
            The moods have levelled out, says my partner.
            It did little for the flashes but a lot for the sleep.
            The warmth of the moxa on my belly felt wonderful.
            """
    )

    private static let fertility = Self(
        """
        my cycle
        the nerves around our treatment
        """,
        openings: """
            We were in our second round of IVF.
            The clinic where we had our transfer suggested acupuncture around it.
            {Years} of trying had made me a bundle of nerves.
            I came for support during our fertility treatment.
            After two losses I needed somebody gentle.
            """,
        effects: """
            It made the waiting bearable, whatever the outcome.
            My cycle became more regular over {months}.
            No promises were made, and I was grateful for that.
            I felt looked after in a time full of appointments and numbers.
            They worked around the dates of our clinic without any fuss.
            I went into the transfer calmer than the first time.
            We are still waiting, but I sleep.
            """
    )

    private static let sport = Self(
        """
        my hamstring
        the tennis elbow
        my Achilles tendon
        my shin splints
        my ankle
        """,
        openings: """
            I pulled a hamstring {weeks} before my race.
            Tennis elbow, though I do not play tennis.
            My Achilles tendon had been grumbling since {season}.
            I rolled my ankle on the trail and it would not settle.
            Our trainer sends half the team here.
            I climb, and my elbows pay for it.
            """,
        effects: """
            I ran my race, slowly and without pain.
            The elbow let me lift a kettle after {visits}.
            The swelling went down faster than last time.
            With the exercises and the needles together I was back in {weeks}.
            The electric needles feel strange and seem to loosen everything.
            I am back on the wall, two grades lower and happy.
            They told me to rest, and for once I listened.
            The tendon is quiet unless I push it.
            """
    )

    private static let hand = Self(
        """
        my wrist
        the carpal tunnel
        the numb fingers
        """,
        openings: """
            My fingers went numb every night and I shook them awake.
            Carpal tunnel in the {side} hand, and I wanted to avoid the knife.
            I am a {work}, so my wrists are my living.
            I dropped a full pot because my hand had gone to sleep.
            The splint helped a bit, but not enough.
            """,
        effects: """
            I wake up with all ten fingers.
            After {visits} I could hold a pen for a whole page.
            The numbness now comes once a week and not every night.
            My grip feels stronger, and I have not dropped anything for {weeks}.
            The surgeon agreed that we can wait.
            It helped the wrist and, oddly, the shoulder above it.
            """
    )

    private static let face = Self(
        """
        facial_paralysis| my face
        neuralgia| the facial pain
        neuralgia| the stabbing in my cheek
        neuralgia| the shingles pain
        """,
        openings: """
            facial_paralysis| Bell's palsy: one morning half my face hung down.
            neuralgia| Trigeminal neuralgia, which I would not wish on anybody.
            neuralgia| The shingles went, the pain under my ribs stayed.
            facial_paralysis| I could not drink without a straw.
            facial_paralysis| My {side} eyelid would not shut, and I taped it at night.
            facial_paralysis| The doctor said to wait, and I did not want to only wait.
            neuralgia| Brushing my teeth had become a thing to be afraid of.
            neuralgia| {Months} after the shingles my shirt still hurt.
            neuralgia| A breeze on my cheek was enough to set it off.
            """,
        effects: """
            facial_paralysis| My smile came back crooked at first, and then less crooked.
            facial_paralysis| I can close the {side} eye again.
            facial_paralysis| I can whistle, badly.
            facial_paralysis| Week by week the corner of my mouth came up a little.
            neuralgia| I can go out in the wind with a scarf.
            neuralgia| After {visits} the stabs are fewer and shorter.
            neuralgia| The skin over my ribs can bear a shirt.
            neuralgia| I chew on both sides again, carefully.
            neuralgia| My neurologist told me to keep going, as long as it feels good.
            facial_paralysis| The needles in the face hurt less than I feared.
            """
    )

    private static let ears = Self(
        """
        the ringing
        the noise in my ears
        """,
        openings: """
            A high whistle in both ears, day and night, for {years}.
            The ringing started after a concert and never stopped.
            Three ear doctors had told me to live with it.
            """,
        effects: """
            The whistle is still there, but further away.
            I notice it less, perhaps because I sleep better.
            After {visits} I had my first quiet evening.
            It has not changed the sound, but it has changed how much I mind.
            """
    )

    private static let stroke = Self(
        """
        the weak hand
        the stiff arm
        the heavy leg
        """,
        openings: """
            My father had a stroke in {season}, and I drive him here.
            Since the stroke my {side} arm had been stiff and heavy.
            We came on top of speech and physical therapy, with the rehab doctor's consent.
            Half a year after the stroke progress had stopped.
            """,
        effects: """
            The hand opens a little further than before.
            The arm feels less tight for a day or two after each visit.
            The walk from the car to the door needs no arm to lean on now.
            It may be the therapy or the needles; I am glad of both.
            My fingers can hold a spoon after {visits}.
            They were patient when words came slowly.
            """
    )

    private static let habit = Self(
        """
        the craving
        my smoking
        the shakes
        """,
        openings: """
            I wanted to stop smoking, again.
            I am {months} sober and was looking for something for the restlessness.
            The group sits in a circle with needles in the ears and nobody has to talk.
            """,
        effects: """
            The craving drops to where I can walk away from it.
            I am down to three cigarettes a day, from twenty.
            It calms my hands.
            It does not do the work for you, but it makes the work possible.
            I have not smoked for {months}.
            The ear seeds gave me something to press instead of lighting up.
            """
    )

    private static let fatigue = Self(
        """
        the tiredness
        my energy
        the heavy legs
        """,
        openings: """
            I was tired in a way that sleep did not touch.
            Since the virus last {season} I had been running on empty.
            My blood work was fine, I was not.
            By two in the afternoon I was done for the day.
            """,
        effects: """
            I have an hour more in the day, and I spend it in the garden.
            After {visits} I made it to the evening without lying down.
            Slowly, over {months}, the fog lifted a little.
            I was worn out after the first visits and then better.
            I climb the stairs without stopping on the landing.
            It has its ups and downs, but the downs are not as deep.
            """
    )

    private static let pressure = Self(
        """
        my blood pressure
        the dizziness
        """,
        openings: """
            My blood pressure was up and my doctor wanted me to try calming down first.
            I take two tablets for my blood pressure and came for the stress behind it.
            The numbers climbed whenever I saw a white coat.
            """,
        effects: """
            They measured before and after every time and wrote it down for my doctor.
            My numbers are a bit lower, and I still take my tablets.
            I learned to breathe, which may be half of it.
            They would not begin before my doctor had agreed, quite rightly.
            I feel less pressure in my head.
            """
    )
}
