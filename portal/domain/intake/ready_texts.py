"""The ready texts for the tenant, in each language: read them here as they are sent, and correct them here.

``{opening}`` says who writes, by kind of reporter; ``{service}``, ``{house}`` and ``{phone}`` come from the site file.
The Dutch text is the original: a translation adds nothing to it. A doctor writes another text, since nothing is
passed on without the patient's consent.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.vocabulary import Kind

NAMES: Mapping[str, str] = {"nl": "Nederlands", "fr": "Français", "en": "English", "ar": "العربية", "tr": "Türkçe"}
"""The languages there is a text in, each by its own name; Dutch, the original, comes first."""

FROM_RIGHT = frozenset({"ar"})
"""Languages that are written from right to left."""

SUBJECTS: Mapping[str, str] = {
    "nl": "Hulp om in uw woning te blijven",
    "fr": "De l'aide pour rester dans votre logement",
    "en": "Help to stay in your home",
    "ar": "مساعدة للبقاء في مسكنك",
    "tr": "Evinizde kalmanız için yardım",
}

OPENINGS: Mapping[str, Mapping[Kind, str]] = {
    "nl": {
        Kind.LANDLORD: "Ik ben uw verhuurder.",
        Kind.SOCIAL_LANDLORD: "Ik werk bij de woonmaatschappij waar u huurt.",
        Kind.BAILIFF: "Ik ben gerechtsdeurwaarder.",
        Kind.NEIGHBOURHOOD_POLICE: "Ik ben de wijkinspecteur van uw buurt.",
        Kind.ESTATE_AGENCY: "Ik werk bij het immokantoor dat uw woning beheert.",
        Kind.SERVICE_PROVIDER: "U kent mij van de dienst waar ik werk.",
    },
    "fr": {
        Kind.LANDLORD: "Je suis votre propriétaire.",
        Kind.SOCIAL_LANDLORD: "Je travaille pour la société de logement social à laquelle vous louez.",
        Kind.BAILIFF: "Je suis huissier de justice.",
        Kind.NEIGHBOURHOOD_POLICE: "Je suis l'inspecteur de police de votre quartier.",
        Kind.ESTATE_AGENCY: "Je travaille pour l'agence immobilière qui gère votre logement.",
        Kind.SERVICE_PROVIDER: "Vous me connaissez par le service où je travaille.",
    },
    "en": {
        Kind.LANDLORD: "I am your landlord.",
        Kind.SOCIAL_LANDLORD: "I work for the social housing company you rent from.",
        Kind.BAILIFF: "I am a bailiff.",
        Kind.NEIGHBOURHOOD_POLICE: "I am the police officer for your neighbourhood.",
        Kind.ESTATE_AGENCY: "I work for the agency that manages your home.",
        Kind.SERVICE_PROVIDER: "You know me from the service where I work.",
    },
    "ar": {
        Kind.LANDLORD: "أنا مالك المسكن الذي تستأجره.",
        Kind.SOCIAL_LANDLORD: "أنا أعمل في شركة السكن الاجتماعي التي تستأجر منها.",
        Kind.BAILIFF: "أنا مأمور قضائي.",
        Kind.NEIGHBOURHOOD_POLICE: "أنا شرطي الحي الذي تسكن فيه.",
        Kind.ESTATE_AGENCY: "أنا أعمل في المكتب العقاري الذي يدير مسكنك.",
        Kind.SERVICE_PROVIDER: "أنت تعرفني من المؤسسة التي أعمل فيها.",
    },
    "tr": {
        Kind.LANDLORD: "Ben ev sahibinizim.",
        Kind.SOCIAL_LANDLORD: "Ben kiracısı olduğunuz sosyal konut şirketinde çalışıyorum.",
        Kind.BAILIFF: "Ben icra memuruyum.",
        Kind.NEIGHBOURHOOD_POLICE: "Ben mahallenizin polisiyim.",
        Kind.ESTATE_AGENCY: "Ben evinizi yöneten emlak bürosunda çalışıyorum.",
        Kind.SERVICE_PROVIDER: "Beni çalıştığım kurumdan tanıyorsunuz.",
    },
}

LETTERS: Mapping[str, str] = {
    "nl": """Dag,

{opening} Ik maak mij zorgen dat u uw woning kunt verliezen. Daarom wil ik u aanmelden bij de dienst \
huurbegeleiding ({house}). Zij helpen u om in uw woning te blijven.

Ik geef door wie u bent, waar u woont, hoe zij u kunnen bereiken en wat het probleem is. Daarna nemen zij contact \
met u op.

De hulp is gratis. U kiest zelf of u hulp wilt. Wat u hun vertelt, zeggen zij niet verder.

U kunt ook zelf bellen: {phone}.""",
    "fr": """Bonjour,

{opening} J'ai peur que vous perdiez votre logement. C'est pourquoi je veux vous signaler au service \
d'accompagnement des locataires ({service}, {house}). Il vous aide à rester dans votre logement.

Je lui dis qui vous êtes, où vous habitez, comment vous joindre et quel est le problème. Ensuite, il prend contact \
avec vous.

L'aide est gratuite. C'est vous qui choisissez si vous voulez de l'aide. Ce que vous lui dites, il ne le répète pas.

Vous pouvez aussi appeler vous-même : {phone}.""",
    "en": """Hello,

{opening} I am worried that you could lose your home. That is why I want to refer you to the tenancy support \
service ({service}, {house}). They help you to stay in your home.

I tell them who you are, where you live, how they can reach you and what the problem is. Then they contact you.

The help is free. You choose whether you want help. What you tell them, they keep to themselves.

You can also call them yourself: {phone}.""",
    "ar": """مرحبًا،

{opening} أخشى أن تفقد مسكنك. لذلك أريد أن أسجّلك لدى خدمة مساعدة المستأجرين ({service}، {house}). هم يساعدونك على \
البقاء في مسكنك.

سأقول لهم من أنت، وأين تسكن، وكيف يمكنهم الاتصال بك، وما هي المشكلة. بعد ذلك يتصلون بك.

المساعدة مجانية. أنت تختار بنفسك إن كنت تريد المساعدة. ما تقوله لهم يبقى سرًّا عندهم.

يمكنك أيضًا الاتصال بهم بنفسك: {phone}.""",
    "tr": """Merhaba,

{opening} Evinizi kaybetmenizden endişe ediyorum. Bu yüzden sizi kiracı destek hizmetine ({service}, {house}) \
bildirmek istiyorum. Onlar evinizde kalmanız için size yardım eder.

Onlara kim olduğunuzu, nerede oturduğunuzu, size nasıl ulaşabileceklerini ve sorunun ne olduğunu söyleyeceğim. Sonra \
sizinle iletişime geçerler.

Yardım ücretsizdir. Yardım isteyip istemediğinize siz karar verirsiniz. Onlara anlattıklarınız gizli kalır.

Kendiniz de arayabilirsiniz: {phone}.""",
}

DOCTORS_LETTERS: Mapping[str, str] = {
    "nl": """Dag,

Ik ben uw arts. Ik denk dat de dienst huurbegeleiding ({house}) u kan helpen om in uw woning te blijven. Ik bespreek \
dat graag met u.

Zonder uw toestemming geef ik niets door. Vindt u het goed, dan zeg ik alleen wie u bent, waar u woont, hoe zij u \
kunnen bereiken en welk probleem er is met uw woning. Over uw gezondheid zeg ik niets.

De hulp is gratis. U kiest zelf of u hulp wilt. Wat u hun vertelt, zeggen zij niet verder.

Bel mij, of bel die dienst zelf: {phone}.""",
    "fr": """Bonjour,

Je suis votre médecin. Je pense que le service d'accompagnement des locataires ({service}, {house}) peut vous aider \
à rester dans votre logement. J'aimerais en parler avec vous.

Sans votre accord, je ne transmets rien. Si vous êtes d'accord, je dis seulement qui vous êtes, où vous habitez, \
comment vous joindre et quel est le problème avec votre logement. Je ne dis rien sur votre santé.

L'aide est gratuite. C'est vous qui choisissez si vous voulez de l'aide. Ce que vous lui dites, il ne le répète pas.

Appelez-moi, ou appelez vous-même ce service : {phone}.""",
    "en": """Hello,

I am your doctor. I think the tenancy support service ({service}, {house}) can help you to stay in your home. I would \
like to talk about it with you.

I pass on nothing without your consent. If you agree, I only say who you are, where you live, how they can reach you \
and what the problem with your home is. I say nothing about your health.

The help is free. You choose whether you want help. What you tell them, they keep to themselves.

Call me, or call that service yourself: {phone}.""",
    "ar": """مرحبًا،

أنا طبيبك. أظن أن خدمة مساعدة المستأجرين ({service}، {house}) تستطيع أن تساعدك على البقاء في مسكنك. أود أن أتحدث معك \
عن ذلك.

لن أقول شيئًا لأحد دون موافقتك. إذا وافقت، أقول فقط من أنت، وأين تسكن، وكيف يمكنهم الاتصال بك، وما هي المشكلة في مسكنك. \
ولن أقول شيئًا عن صحتك.

المساعدة مجانية. أنت تختار بنفسك إن كنت تريد المساعدة. ما تقوله لهم يبقى سرًّا عندهم.

اتصل بي، أو اتصل بهذه الخدمة بنفسك: {phone}.""",
    "tr": """Merhaba,

Ben doktorunuzum. Kiracı destek hizmetinin ({service}, {house}) evinizde kalmanız için size yardım edebileceğini \
düşünüyorum. Bunu sizinle konuşmak isterim.

Siz onay vermeden hiçbir şey söylemem. Onay verirseniz yalnızca kim olduğunuzu, nerede oturduğunuzu, size nasıl \
ulaşabileceklerini ve evinizle ilgili sorunun ne olduğunu söylerim. Sağlığınız hakkında hiçbir şey söylemem.

Yardım ücretsizdir. Yardım isteyip istemediğinize siz karar verirsiniz. Onlara anlattıklarınız gizli kalır.

Beni arayın ya da bu hizmeti kendiniz arayın: {phone}.""",
}
