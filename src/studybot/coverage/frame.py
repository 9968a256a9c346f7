"""What exam guides wrap around a subject: verbs of instruction and set words that say nothing of what is asked about."""

from studybot.text import stem

WORDS = """
understand describe explain identify define determine differentiate distinguish compare contrast recognize recognise
demonstrate discuss outline summarize summarise list name state select choose choosing use using utilize apply
implement configure set setup create build design develop deploy manage maintain operate perform plan evaluate analyze
analyse assess recommend establish enable ensure write author work know learn master introduce introduction overview
concept concepts basics fundamental fundamentals essential essentials principle principles purpose role importance
benefit benefits advantage advantages disadvantage feature features characteristic characteristics aspect aspects term
terms terminology topic type types kind kinds various different difference differences common key core main major
basic advanced general specific appropriate suitable right correct proper best effective efficient based requirement
requirements need needs scenario given example examples etc e.g i.e including include such solution solutions option
options method methods technique techniques approach approaches strategy strategies practice practices mechanism
capability capabilities process procedure task tasks step steps tool tools service services technology technologies
component components resource resources aws amazon cloud case cases usage well within across between among versus vs
new multiple several one two three order according business organization organisation company team user-friendly
environment environments provide support supports supported available typical relevant particular via per able ability
knowledge skill skills understanding usable make get take give help allow run running handle handling ways way through
respond meet meeting goal goals high-performing performant existing level high low large small simple complex modern
following when where minimise minimize maximise maximize optimise optimize improve troubleshoot diagnose investigate
mitigate collect interpret incorporate integrate leverage adopt inspect review verify validate administer organise
organize navigate construct prepare produce reduce address utilise familiar exploring explore learning guide
considerations consider keep stay react decide value proposition implication implications category categories setting
settings counter interact locate integrate rely respective interpret solve useful many used commonly together exist based
intended expected necessary needed
"""

# Stems, so that "determining" and "determine" are one.
FRAME = frozenset(stem(word) for word in WORDS.split())

# Verbs that open an objective, beside those of the frame: they tell what to do with the subject.
_VERBS = """
write build publish extend confine orchestrate weigh operate keep launch connect attach install start stop end check audit track
monitor query find read copy search format mount protect grant share migrate deploy prepare restrict block detect encrypt
federate scan automate branch merge train trace reach steer cache compare filter give plan run move fall exposed permanently
"""
INSTRUCTIONS = FRAME | frozenset(stem(word) for word in _VERBS.split())
