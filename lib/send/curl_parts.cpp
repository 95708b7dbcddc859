#include "send/curl_parts.hpp"

#include <curl/curl.h>
#include <new>

namespace badgewatch::send {

HeaderList::~HeaderList() {
  curl_slist_free_all(first);
}

void HeaderList::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(first, line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  first = longer;
}

void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::bad_alloc();
}

void set_tls(void* curl, const std::string& ca_file) {
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (ca_file.empty()) return;
  curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file.c_str());
  // Debian's libcurl looks into the system's folder of authorities besides.
  curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
}

void set_plain_surroundings(void* curl) {
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

}  // namespace badgewatch::send
