#include "badgewatchd/stored_reference.hpp"

#include "app/contacts.hpp"

namespace badgewatch::daemon {

core::Result<app::Reference> stored_reference(store::Store& store) {
  const auto files = store.reference().load();
  if (!files) return files.error();
  auto reference = app::read_reference(*files);
  if (!reference) return reference;
  const auto contacts = store.contacts().all();
  if (!contacts) return contacts.error();
  return app::with_contacts(std::move(*reference), *contacts);
}

}  // namespace badgewatch::daemon
