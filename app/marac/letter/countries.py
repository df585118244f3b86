"""Names of countries and of their people: none stands in a letter, so none can be guessed at."""

_NAMES = """
afghan, afghanistan, african, albania, albanian, algeria, algerian, american, andorra, angola,
angolan, argentina, argentinian, armenia, armenian, australia, australian, austria, austrian,
azerbaijan, azerbaijani, bahamas, bahrain, bahraini, bangladesh, bangladeshi, barbados, belarus,
belarusian, belgian, belgium, belize, benin, bhutan, bolivia, bolivian, bosnia, bosnian,
botswana, brazil, brazilian, brunei, bulgaria, bulgarian, burkina faso, burma, burmese, burundi,
cambodia, cambodian, cameroon, cameroonian, canada, canadian, cape verde, central african
republic, chad, chile, chilean, china, chinese, colombia, colombian, comoros, congo, congolese,
costa rica, croatia, croatian, cuba, cuban, cypriot, cyprus, czech, czechia, danish, denmark,
djibouti, dominica, dominican republic, dutch, ecuador, egypt, egyptian, el salvador, equatorial
guinea, eritrea, eritrean, estonia, estonian, eswatini, ethiopia, ethiopian, fiji, filipina,
filipino, finland, finnish, france, french, gabon, gambia, gambian, georgia, georgian, german,
germany, ghana, ghanaian, greece, greek, grenada, guatemala, guinea, guyana, haiti, haitian,
honduras, hong kong, hungarian, hungary, iceland, india, indian, indonesia, indonesian, iran,
iranian, iraq, iraqi, ireland, irish, israel, israeli, italian, italy, ivory coast, jamaica,
jamaican, japan, japanese, jordan, jordanian, kazakhstan, kenya, kenyan, korean, kosovan,
kosovo, kurdish, kurdistan, kuwait, kuwaiti, kyrgyzstan, lankan, laos, latvia, latvian,
lebanese, lebanon, lesotho, liberia, liberian, libya, libyan, liechtenstein, lithuania,
lithuanian, luxembourg, macedonian, madagascar, malawi, malawian, malaysia, malaysian, maldives,
mali, malta, maltese, mauritania, mauritian, mauritius, mexican, mexico, moldova, moldovan,
monaco, mongolia, mongolian, montenegro, moroccan, morocco, mozambique, myanmar, namibia, nauru,
nepal, nepalese, nepali, netherlands, new zealand, nicaragua, niger, nigeria, nigerian, north
korea, north macedonia, norway, norwegian, oman, omani, pakistan, pakistani, palau, palestine,
palestinian, panama, papua new guinea, paraguay, peru, peruvian, philippines, poland, polish,
portugal, portuguese, qatar, qatari, romania, romanian, russia, russian, rwanda, rwandan, saint
lucia, samoa, san marino, saudi, saudi arabia, senegal, senegalese, serbia, serbian, seychelles,
sierra leone, singapore, singaporean, slovak, slovakia, slovenia, slovenian, solomon islands,
somali, somalia, somaliland, south, south africa, south korea, south sudan, spain, spanish, sri,
sri lanka, sudan, sudanese, suriname, sweden, swedish, swiss, switzerland, syria, syrian,
taiwan, taiwanese, tajikistan, tanzania, tanzanian, thai, thailand, tibet, tibetan, timor, togo,
tonga, trinidad, trinidadian, tunisia, tunisian, turkey, turkish, turkiye, turkmenistan, tuvalu,
uganda, ugandan, ukraine, ukrainian, united arab emirates, united states, uruguay, uzbekistan,
vanuatu, venezuela, venezuelan, vietnam, vietnamese, yemen, yemeni, zambia, zambian, zimbabwe,
zimbabwean
"""

COUNTRIES = frozenset(" ".join(name.split()) for name in _NAMES.split(","))
"""In small letters; a name of several words is one entry."""
