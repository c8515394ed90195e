"""Names and texts for the demo. All of them are invented."""

FEMALE = (
    "Agda Alva Amina Astrid Azra Birgitta Daniela Edit Elin Fatima Freja Gun Hanna Hiwet Ingrid Iryna Jasmin "
    "Karin Khadra Layla Lisbet Maja Marwa Mehret Nadia Olena Ronja Samira Signe Siv Tove Viola Yodit Zahra Åsa"
).split()
MALE = (
    "Abdi Ahmad Anton Bengt Dawit Elias Emil Filmon Gustav Hassan Holger Ibrahim Ivar Jonas Kalle Lennart Mahdi "
    "Mats Nils Oleksandr Omar Pelle Rickard Robel Said Sixten Sture Tage Tesfay Ture Ville Yusuf Zaid Åke Östen"
).split()
LAST = (
    "Aldgren Alsheik Backlind Berghem Björkfors Dalstrand Eklycke Farahzad Forsåker Granåker Gårdlund Habtewold "
    "Hedvall Hussenzai Isberga Kvarnlid Lillåker Löfvang Mohamudi Myråker Norrlycke Näsvall Petrivska Rönnbacka "
    "Sandmyra Skogvik Stenlycka Tallvik Teklezghi Udderlid Vallåsen Vintervik Warsamow Ålund Änggren Öhrvall"
).split()
LANGUAGES = ("sv", "ar", "so", "ti", "uk", "prs", "fa", "th", "en", "es")

EMPLOYERS = (
    ("Norrlyckans handelsträdgård", "Jordbruk", "Norrlycke"),
    ("Åby livs", "Detaljhandel", "Åby"),
    ("Ängens förskola", "Utbildning", "Norrlycke"),
    ("Älvdalens byggservice", "Bygg", "Skogvik"),
    ("Öns vandrarhem", "Hotell och restaurang", "Sandmyra"),
    ("Skogviks sågverk", "Trävaror", "Skogvik"),
    ("Tallhöjdens äldreboende", "Vård och omsorg", "Norrlycke"),
    ("Kvarnens kafé", "Hotell och restaurang", "Åby"),
    ("Lillåkers bilverkstad", "Fordonsservice", "Lillåker"),
    ("Återbruket i Sandmyra", "Återvinning", "Sandmyra"),
    ("Norrlycke kommun, gata och park", "Offentlig förvaltning", "Norrlycke"),
    ("Bergets lagerhotell", "Lager", "Skogvik"),
    ("Storkökets catering", "Hotell och restaurang", "Norrlycke"),
    ("Myrans städ", "Lokalvård", "Åby"),
    ("Dalens mejeri", "Livsmedel", "Lillåker"),
    ("Forsens fiskodling", "Fiske", "Sandmyra"),
    ("Björkens vårdcentral", "Hälso- och sjukvård", "Norrlycke"),
    ("Hantverkshuset", "Ideell förening", "Åby"),
)

NOTES = (
    "Vi gick igenom veckans mål. Två av tre är klara.",
    "Ringde och stämde av tiderna nästa vecka.",
    "Trivs i köket och vill prova fler uppgifter.",
    "Vi övade på att ringa en arbetsgivare.",
    "Tog upp frågan om busskort. Ordnas till måndag.",
    "Möte tillsammans med handledaren. Allt fungerar.",
    "Vi tittade på utbildningar i vård på distans.",
    "Har varit i tid varje dag den här veckan.",
    "Behöver mer tid att läsa skriftliga instruktioner.",
    "Vi skrev klart cv:t och sparade en kopia.",
)
GOALS = (
    "Jag vill arbeta i ett kök.",
    "Jag vill bli undersköterska.",
    "Jag vill ha ett jobb där jag arbetar med händerna.",
    "Jag vill läsa färdigt gymnasiet.",
    "Jag vill arbeta i butik nära hemmet.",
    "Jag vill köra lastbil.",
)
WHY = ("Jag vill klara mig själv.", "Mina barn ska se att jag arbetar.", "Jag vill träffa människor.")
RESOURCES = (
    "Jag kan laga mat för många.\nJag kommer i tid.",
    "Jag har arbetat i butik i fem år.",
    "Jag är bra på att laga saker.\nJag har körkort.",
    "Jag talar tre språk.",
)
NEEDS = (
    "Jag behöver öva mer svenska.",
    "Jag behöver någon som visar hur man gör.",
    "Jag behöver hjälp att skriva ansökningar.",
)
STEPS = (
    ("Besöka två arbetsplatser", "Min kontaktperson", "Jag har varit där"),
    ("Skriva klart mitt cv", "Jobbcoachen", "Cv:t är sparat"),
    ("Träna på teorin till körkortet", "Språkstödet", "Jag klarar provet hemma"),
    ("Börja praktik tre dagar i veckan", "Handledaren", "Överenskommelsen är påskriven"),
    ("Anmäla mig till SFI kurs D", "Min kontaktperson", "Jag har fått en plats"),
    ("Ringa en arbetsgivare själv", "Jag själv", "Jag har ringt"),
)
CONTACT_WORDS = (
    "Berättade hur praktik går till. Vill höra mer efter semestern.",
    "De har ont om folk i köket och kan ta emot en person.",
    "Handledaren undrar hur man ger tydliga instruktioner.",
    "Allt går bra. Följer upp om tre veckor.",
    "Fick kontaktuppgift till den som ansvarar för personal.",
)
REPORT_TEXTS = {
    "summary": (
        "Månaden har varit lugn. Fler än vanligt har börjat praktik, och två har gått vidare till arbete.\n"
        "Arbetet med arbetsgivare i de mindre byarna har kommit i gång på allvar."
    ),
    "flow": "De flesta nya kommer från ekonomiskt bistånd. Ingen står i kö längre än tre veckor.",
    "not_started": "De som inte har börjat väntar på barnomsorg eller har fått en annan plats.",
    "exits": "De flesta som har slutat gjorde det enligt plan. Två har flyttat från kommunen.",
    "results": "Vi når inte alla efter tre månader. Från och med nu bokar vi samtalet redan vid avslutet.",
    "employers": "Två nya arbetsplatser har tagit emot en första praktikant. Båda vill fortsätta.",
    "activities": "Två studiebesök och en kväll om att söka jobb. Körkortsteorin läses i grupp varje torsdag.",
    "validation": "En ny grupp har börjat med Kompetenser för arbetslivet.",
    "steps": "Störst är förändringen i Hälsa och Mobilitet. Alla har inte mätts vid avslutet.",
    "horizontal": (
        "Kvinnor och män deltar i lika hög grad, men väljer olika spår. Vi har bjudit in kvinnor till "
        "studiebesök på sågverket och män till äldreboendet. Lokalen har fått en ramp."
    ),
    "deviations": "Bussen till Sandmyra har slutat gå på fredagar. Vi samåker tills vidare.",
    "cooperation": "Möte med vuxenutbildningen om SFI på förmiddagar, så att praktiken kan ligga på eftermiddagar.",
    "lessons": "Korta, täta besök på arbetsplatsen under de första veckorna gör att färre avbryter.",
    "next_period": "Jobbmässa tillsammans med grannkommunen, och en ny grupp i validering.",
}
OTHER_CONTACTS = "SFI kurs C, tisdag och torsdag förmiddag.\nHandläggare på ekonomiskt bistånd."
