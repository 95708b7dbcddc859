// Where each of several things has a form of its own, what was typed in the others comes back with the
// answer to the one that was sent. It waits in the tab's own store for as long as that takes.
const forms = [...document.querySelectorAll('form[data-one-of-several]')];
const place = 'typed';

const isTyped = ({ type, checked, value }) => (type === 'radio' ? checked : value !== '');
const fieldsOf = (form) => [...form.querySelectorAll('input[type="radio"], textarea')];

for (const { action, typed } of JSON.parse(sessionStorage.getItem(place) ?? '[]')) {
  const form = forms.find((one) => one.action === action);
  if (!form || fieldsOf(form).some(isTyped)) continue;
  for (const field of fieldsOf(form)) {
    if (field.type === 'radio') field.checked = typed.includes(field.value);
    else field.value = typed.at(-1);
  }
}
sessionStorage.removeItem(place);

for (const sent of forms) {
  sent.addEventListener('submit', () => {
    const others = forms.filter((form) => form !== sent && fieldsOf(form).some(isTyped));
    const kept = others.map((form) => ({
      action: form.action,
      typed: fieldsOf(form).filter((field) => field.type !== 'radio' || field.checked).map((field) => field.value),
    }));
    sessionStorage.setItem(place, JSON.stringify(kept));
  });
}
