"""A title that is on the topic, in each language: what the tests put above a sentence."""

TITLES = {
    "en": "Cost-sharing talks between US and South Korea on American troops",
    "ko": "한미, 주한미군 방위비 분담금 협상",
    "ja": "在日米軍の駐留経費、日米が協議",
    "de": "USA und Südkorea verhandeln über Kosten für US-Truppen",
    "fr": "Séoul et Washington négocient le coût des troupes américaines",
    "es": "Seúl y Washington negocian el costo de las tropas estadounidenses",
    "id": "Negosiasi biaya pasukan AS di Korea Selatan",
    "ar": "واشنطن وسيول تتفاوضان على تكاليف القوات الأميركية في كوريا الجنوبية",
    "cs": "USA a Jižní Korea jednají o nákladech na americké vojáky, náklady na obranu",
}
