// What the senders over libcurl have in common; of libcurl itself their .cpp files alone know.
#pragma once

#include <string>

struct curl_slist;

namespace badgewatch::send {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* one) const {
    Free(one);
  }
};

struct HeaderList {
  curl_slist* first = nullptr;
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList();
  void add(const std::string& line);
};

// Once in a process, however often it is called.
void start_curl();

// TLS 1.2 or later; certificate and name are checked, against the authorities of that file or the
// system's. `curl` is a CURL*.
void set_tls(void* curl, const std::string& ca_file);

// Nothing of the environment changes where something goes, or who says it.
void set_plain_surroundings(void* curl);

}  // namespace badgewatch::send
