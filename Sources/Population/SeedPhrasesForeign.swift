extension SeedPhrases {
    /// The sentences of those who write in another language than English.
    struct Foreign: Sendable {
        let openings: [String]
        let effects: [String]
        let manner: [String]
        let partly: [String]
        let faults: [String]
    }

    static let french = Foreign(
        openings: sentences(
            """
            J'avais les pieds engourdis depuis {ans}.
            Je souffrais de brûlures aux orteils, surtout la nuit.
            C'est mon médecin de famille qui m'a dit d'essayer.
            Après la chimio, mes doigts ne sentaient plus rien.
            Mal de dos depuis {ans}, et j'avais tout essayé.
            Je dormais très mal depuis l'hiver dernier.
            Une amie m'avait parlé de cette clinique.
            Je n'avais jamais fait d'acupuncture et j'avais peur des aiguilles.
            Des picotements dans les deux jambes, jour et nuit.
            Je suis venue pour mes migraines.
            Je suis diabétique et mes pieds me faisaient souffrir.
            Mon épaule gauche était bloquée depuis des mois.
            J'étais sceptique, je l'avoue.
            Le stress au travail me mettait à bout.
            """
        ),
        effects: sentences(
            """
            Après {visites}, je sens de nouveau le plancher sous mes pieds.
            Les brûlures ont diminué et je dors mieux.
            Je me sens plus légère en sortant.
            La douleur est encore là, mais elle est supportable.
            Au bout de {semaines}, j'ai remarqué une différence.
            Les picotements reviennent moins souvent.
            Je marche de nouveau jusqu'au marché.
            Je tourne la tête sans y penser.
            Deux migraines par mois au lieu de huit.
            Je prends moins de comprimés, avec l'accord de mon médecin.
            Mes doigts sont moins raides le matin.
            Je ne dirais pas que tout est parti, mais je vis mieux.
            C'est lent, mais ça avance.
            Je me suis endormie sur la table, moi qui ne dors jamais.
            """
        ),
        manner: sentences(
            """
            On m'a d'abord demandé si je prenais des anticoagulants.
            L'écoute est remarquable.
            On explique chaque geste avant de le faire.
            Un endroit calme et très propre.
            Toujours à l'heure.
            On m'a demandé d'en parler à mon médecin avant de commencer.
            Les aiguilles ne font presque pas mal.
            Les reçus sont prêts pour l'assurance.
            Pas de promesses, et c'est ce que j'ai aimé.
            Le stationnement est facile.
            On prend le temps de répondre à mes questions.
            Accueil simple et chaleureux.
            Je recommande.
            """
        ),
        partly: sentences(
            """
            Un peu de soulagement, mais cela ne dure pas.
            Après {visites}, je ne saurais dire si cela m'a aidé.
            Agréable, sans grand changement pour mes pieds.
            Mieux au début, puis plus rien de nouveau.
            Cela m'aide à dormir, pas vraiment contre la douleur.
            """
        ),
        faults: sentences(
            """
            Aucun changement après {visites}.
            J'ai attendu quarante minutes sans explication.
            Le rendez-vous a été annulé le matin même.
            On a voulu me vendre des gélules dont je ne voulais pas.
            J'ai eu de gros bleus et personne ne m'a rappelée.
            Trop cher pour ce que j'ai ressenti.
            """
        )
    )

    static let spanish = Foreign(
        openings: sentences(
            """
            Llevaba {años} con los pies dormidos.
            El ardor en los dedos no me dejaba dormir.
            Tengo diabetes y sentía hormigueo en las dos piernas.
            Mi doctora de cabecera me dijo que podía probar.
            Después de la quimioterapia no sentía las yemas de los dedos.
            Me dolía la espalda desde hacía {años}.
            Una vecina me recomendó este lugar.
            Nunca me habían puesto agujas y tenía miedo.
            Vine por las migrañas.
            No dormía bien desde el invierno.
            Trabajo de pie todo el día y las rodillas ya no aguantaban.
            Llegué con el cuello trabado.
            """
        ),
        effects: sentences(
            """
            Después de {sesiones} vuelvo a sentir el piso bajo los pies.
            El ardor ha bajado mucho y duermo mejor.
            Todavía me duele, pero ya no como antes.
            A las {semanas} noté la diferencia.
            El hormigueo viene menos seguido.
            Ya camino hasta la iglesia sin parar.
            Salgo de allí tranquila y con las piernas ligeras.
            Tomo menos pastillas, de acuerdo con mi doctor.
            Puedo abrocharme la camisa otra vez.
            Poco a poco, pero se siente el cambio.
            Tengo menos dolores de cabeza que el año pasado.
            """
        ),
        manner: sentences(
            """
            Me atendieron en español y con mucha paciencia.
            Antes de empezar me preguntaron si tomo anticoagulantes.
            Me explicaron todo paso a paso.
            Muy limpio y muy puntual.
            Las agujas casi no se sienten.
            Me pidieron que hablara primero con mi médico.
            No me prometieron milagros, y eso me gustó.
            El precio me lo dijeron desde el principio.
            Mi mamá también va ahora.
            La sala es pequeña pero cómoda.
            Lo recomiendo.
            """
        ),
        partly: sentences(
            """
            Me ayudó un poco, pero no duró.
            Después de {sesiones} no sé si sirvió o no.
            Me relaja, aunque los pies siguen casi igual.
            Al principio mejoré y luego ya no.
            """
        ),
        faults: sentences(
            """
            No sentí ningún cambio después de {sesiones}.
            Esperé más de media hora y nadie se disculpó.
            Me dejaron moretones y no contestaron mi llamada.
            Quisieron venderme hierbas que no pedí.
            Cambiaron mi cita dos veces.
            """
        )
    )
}
