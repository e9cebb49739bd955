extension SeedPhrases {
    static let plainOpenings = sentences(
        """
        {Who} had been coming here for years and kept telling me to go.
        I had never had acupuncture before.
        I moved here last {season} and needed somebody new.
        I have tried three clinics in this town.
        I came in limping and in a bad mood.
        I am in my {age} and do not run to doctors.
        I was curious more than convinced.
        I picked this place because the licence could be looked up here.
        I read the testimonials here first, so I owe one.
        I came on the advice of {who}.
        I had a voucher and nothing to lose.
        A long story, which I will keep short.
        I waited {months} before I dared.
        I had good results with acupuncture years ago in another city.
        """
    )

    static let plainEffects = sentences(
        """
        After {visits} I feel better than I have since {season}.
        It helped more than I thought it would.
        I feel looser and lighter when I leave.
        The change was slow, but it was there.
        I come once a month now, to keep it that way.
        I noticed a difference by the {ordinal} visit.
        I sleep better, and everything else follows from that.
        It does me good, and I have stopped asking why.
        I got from it what I had been told to expect, no more and no less.
        My bad days are fewer.
        I felt worse for a day, and then clearly better.
        {Weeks} later I was back to my walks.
        I would not say it changed my life, but it changed my weeks.
        It took {visits} before I was sure that something was happening.
        """
    )

    static let firstVisit = sentences(
        """
        The first visit took well over an hour, most of it questions.
        Before anything else I was asked about blood thinners, bleeding and pregnancy.
        I filled in a long form and every line of it was actually read.
        They looked at my tongue, which made me laugh, and explained why.
        On the first day I got a plan: six visits, then we would see.
        I was shown a needle before I got one, and it is thin as a hair.
        They said honestly that it may not work for everybody.
        The first session was short, to see how I take it.
        I was told to eat something before I come, and I am glad I did.
        They took my pulse on both wrists for a long time.
        They asked to see the letter from my doctor and made a copy.
        The first time I was tense as a board, and nobody minded.
        I was asked three times whether I take anything for my blood.
        They explained each point before touching it.
        I could bring my daughter to translate, and they took the time.
        They wanted to know what I hoped for, and told me what they thought was realistic.
        I got a glass of water, a blanket and a bell to ring.
        We began with the feet only, because I was nervous.
        They wrote down what I could do and could not do, to compare later.
        My list of medicines was gone through line by line.
        I had my doubts about lying still for half an hour, but it flew by.
        At the first appointment they sent me back to my doctor for a test before starting.
        """
    )

    static let listening = sentences(
        """
        I felt listened to, which is rare.
        They remember what I said the last time.
        No lectures, no sales talk, no powders.
        Every question got a straight answer, even the silly ones.
        They speak slowly and clearly, which helps my old ears.
        They notice when I am in a bad way before I say so.
        I never had the feeling of being one of many.
        They call the next day to ask how it went.
        My husband was allowed to sit in.
        They change the treatment when something does not work.
        A calm person with warm hands.
        They know when to talk and when to leave the room quiet.
        They tell me plainly what the needles can do and what they cannot.
        I got exercises to do at home and was asked whether I had done them.
        They never once ran down my doctor or my pills.
        When I was afraid, they stopped.
        They explained it in my own language.
        They draw little pictures to explain where the nerves run.
        They keep proper notes and compare them.
        I was asked how I felt after every single needle.
        They treated my questions about the licence as normal and showed it to me.
        They laugh easily, and so do I when I am there.
        Kind without being sugary.
        """
    )

    static let needles = sentences(
        """
        I hardly feel the needles, only a dull pull now and then.
        The needles in the feet sting for a second, the rest I do not notice.
        All needles come out of sealed packs, in front of me.
        I counted eighteen needles and felt four.
        I was afraid of needles, and now I doze off.
        The electric kind tickles, and you can ask for less.
        The heat lamp on my feet is the best part.
        They start with few needles and add slowly.
        Lying there with the lamp on I feel my legs get heavy and warm.
        Not painless, but nothing like an injection.
        One point on the hand always makes me jump; they warn me now.
        The room is dim and there is soft music, which you can have turned off.
        """
    )

    static let clinic = sentences(
        """
        The rooms are spotless and warm.
        There is a step at the door, but they came out to help.
        Parking behind the house, and no stairs.
        The bus stops right outside.
        The waiting room is small, and that is the only thing I can say against it.
        A quiet place above a busy street.
        You get a reminder the day before, and they answer the phone.
        Several people are treated in one room with curtains, which I do not mind.
        Booking on line took two minutes.
        The table is heated, and in {season} that is worth gold.
        They have evening hours on {day}, which saves me a day off.
        It smells a little of herbs and not at all of hospital.
        The dog in the waiting room is the real therapist.
        They rent the back of a yoga studio, so it is easy to miss.
        My walker fits through every door.
        They found a slot for me within the week.
        """
    )

    static let cost = sentences(
        """
        They told me the price before I booked, and it stayed that way.
        My insurance paid part of it, and the office did the paperwork.
        Not cheap, but I know what I get.
        They have a sliding scale, without making you feel small.
        I paid for five visits and got one of them back when I needed only four.
        It costs me less than the gym that I did not use.
        My plan covers twelve visits a year, and they count with me.
        The veterans' office approved it after one letter from them.
        Receipts come by mail the same day, ready for the insurance.
        I was told after {visits} that I could come less often, although it cost them money.
        They never pushed a package on me.
        A long drive and a fair price.
        """
    )

    static let punctuality = sentences(
        """
        They start on time, always.
        I have never waited longer than {minutes}.
        You get the full hour that you pay for.
        When they ran late once, they called ahead.
        My appointment was moved once, with two days' notice.
        In and out within the hour, so I can come during my lunch break.
        They run on time, which at a doctor's I have given up hoping for.
        They fitted me in on a {day} evening when I was in a bad way.
        """
    )

    static let doctor = sentences(
        """
        I asked my family doctor first, who had nothing against it.
        My doctor wrote the referral and got a short report after the sixth visit.
        They insisted that I talk to my doctor before we began.
        My family doctor now sends other people here.
        They wrote to my doctor without being asked twice.
        Because I take a blood thinner they refused, told me why, and sent me back to my doctor; we began after the tablets were stopped.
        I told my cardiologist, as they had asked me to.
        They would not touch the swollen leg until a doctor had seen it, and that was right.
        My doctor was doubtful, I was doubtful, and here we are.
        They and my neurologist have talked on the phone.
        My physician asked for the licence number, and it was sent the same day.
        When a new symptom came up they sent me to my doctor the same day.
        My rheumatologist knows about it and adjusts my pills accordingly.
        I went back to my doctor after {weeks}, who was pleased.
        """
    )

    static let lately = sentences(
        """
        I wrote here a year ago and want to add to it.
        An update after {months}.
        I have been a patient for {years} now.
        I stopped in {season} and have started again.
        I drive an hour each way, which should tell you something.
        My third summer with this clinic.
        My mother and I both come here now.
        I am writing this {weeks} after my last visit.
        """
    )

    static let closings = sentences(
        """
        I would go again.
        I have sent {who} here.
        Recommended, with the advice to be patient.
        I am glad I went.
        Thank you.
        I only wish I had come sooner.
        Good hands.
        I keep coming, which says enough.
        If you are wavering, ask your doctor and then try it.
        I have my {ordinal} appointment on {day} and look forward to it.
        Worth the trip.
        Five stars from an old grumbler.
        I tell everybody who asks.
        Honest people, good work.
        Nothing but good to say.
        I came for one thing and stayed for two others.
        Simply good.
        You can tell the years of practice.
        Give it {weeks} before you judge.
        Very happy that I found this place.
        Careful, clean and kind.
        My whole family noticed.
        It is in good order there, from the door to the needles.
        I will be back in {season}.
        Exactly what I needed.
        """
    )

    static let caveats = sentences(
        """
        I had a bruise on the shin for a week, which I had been warned about.
        It wears off after about ten days, so I have to keep going.
        It is hard to get an appointment with them.
        It took longer than I had hoped.
        The effect faded when I skipped a month.
        I was a little dizzy after the first time and had to sit for {minutes}.
        It is not a quick fix.
        Not every session does something.
        I cannot say how much of it is the needles and how much the rest.
        A few drops of blood on my sock once, nothing more.
        The drive home after it makes me sleepy, so plan for that.
        The last stretch of improvement never came.
        It adds up if your insurance does not pay.
        The music is not to my taste.
        The marks from the cups took a week to fade.
        I would have liked a written plan.
        Some of it is better, some of it is not.
        I still need my pills.
        The first {few} visits I felt nothing at all.
        On cold days it is as before.
        They do not take my insurance, sadly.
        It hurt a bit around the ankles.
        """
    )

    static let partly = sentences(
        """
        It took the edge off {it}, no more.
        There was some change in {it} for a day or two after each visit, and then it was back.
        I would call it a small help with {it}.
        After {visits} I cannot decide whether it did anything for {it}.
        It helped my mood more than {it}.
        Somewhat better at first, then it stayed where it was.
        Maybe ten percent better, which I had hoped would be more.
        It was pleasant and I slept well, but {it} did not change much.
        The first {few} times did something for {it}, the later ones did not.
        Better sleep, yes; as for {it}, hard to say.
        My {side} side improved, the other did not.
        It is a nice hour, and I am not sure that it is more than that for {it}.
        I stopped after {visits} because the gain did not grow.
        It eased {it} while I went every week, and I could not keep paying for that.
        I have no complaint, only no great change in {it} either.
        It might suit somebody else better.
        We tried two different ways of doing it, and the second did a little for {it}.
        """
    )

    static let grumbles = sentences(
        """
        I waited {minutes} past my time on {few} visits.
        Calls go to a machine, and it takes days until somebody calls back.
        The price went up in the middle of my series.
        There was talk of herbs that I did not want to buy.
        The room was cold.
        You hear the people behind the next curtain.
        The appointment was moved twice.
        Parking is a misery.
        I was told about the cancellation fee only when I had to pay it.
        The practitioner was friendly but in a hurry.
        I had to tell my story again each time.
        I would have liked to be told beforehand how many visits it would take.
        The receipt did not suit my insurance, and sorting it out took {weeks}.
        The table was too narrow for me.
        I was left lying rather long without anybody looking in.
        The stairs are steep.
        """
    )

    static let nothing = sentences(
        """
        After {many} I felt no change in {it}.
        It did nothing for {it}.
        I gave it {months}, and {it} is as it was.
        I really wanted it to help with {it}, and it did not.
        No difference that I could feel, and I kept notes.
        It may help others; as for {it}, nothing.
        My legs were sore for two days after each session, and that was all I felt.
        I left each time with less money and the same trouble.
        We stopped after {many}, by agreement.
        {Many} and no change that I or my doctor could see.
        I felt calm for an evening, and that was it.
        """
    )

    static let faults = sentences(
        """
        I waited {minutes} and then got half the time I had paid for.
        Nobody asked about my blood thinner until I brought it up myself.
        I had large bruises on both legs, and my message about it was not answered.
        I was pressed to pay for twenty visits in advance.
        One needle was forgotten in my ankle, and I found it in the car.
        I said that it hurt and was told to relax.
        I was talked out of seeing my doctor, which I find wrong; I went anyway.
        The appointment was cancelled on the morning, for the second time.
        I asked to see the licence and got a joke for an answer.
        The practitioner was on the phone during my session.
        They sold me capsules and could not tell me what was in them.
        I was billed for a visit that never took place, and it took {weeks} to get it back.
        The sheet on the table had been used before.
        Three people at once, and nobody had time for any of us.
        I was promised that all would be well in {weeks}, and nobody should promise that.
        I fainted and was sent out to the street after five minutes.
        The needles were put in through my socks.
        I was scolded for being late when the office had given me the wrong time.
        I could not get an answer about what it would cost in all.
        The person I had booked was not there, and somebody else took over without a word.
        """
    )

    static let regrets = sentences(
        """
        I will not go back.
        I have found somebody else since.
        Look elsewhere.
        I write this so that others ask first.
        I would not send anybody there.
        A pity, because the place looks nice.
        I have told my doctor about it.
        Once was enough.
        """
    )
}
