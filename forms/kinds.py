"""Which WTForms field answers which kind of question."""

from forms.attachments import FileAnswer
from forms.choices import ChoiceAnswer, ChoicesAnswer
from forms.fields import CheckAnswer, MomentAnswer, NumberAnswer, TextAnswer

FIELDS = {
    "textfield": TextAnswer,
    "textarea": TextAnswer,
    "number": NumberAnswer,
    "date": MomentAnswer,
    "time": MomentAnswer,
    "datetime": MomentAnswer,
    "checkbox": CheckAnswer,
    "radio": ChoiceAnswer,
    "select": ChoiceAnswer,
    "checklist": ChoicesAnswer,
    "taglist": ChoicesAnswer,
    "filepicker": FileAnswer,
}
