/**
 * A certificate for `localhost` and 127.0.0.1 that vouches for itself, with its key: for tests in which two ends speak TLS
 * on this machine. Nobody else trusts it, and nothing is kept secret by it.
 */
export const LOOPBACK = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUC7BMzG3gWemmVFCoU/ThUdKixZkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAxMDc1OFoYDzIxMjYxMDMw
MDEwNzU4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT44s4oZQ60FsBhNCHa+78EH5TxB3qiVMqhAXyXWknqBC99cSAyrFLk
ynielYAcO27z3j2mK+eJO87kPg1Ma6F4o28wbTAdBgNVHQ4EFgQUXLJjyJN0UKgo
9G4HOFT54H1RchswHwYDVR0jBBgwFoAUXLJjyJN0UKgo9G4HOFT54H1RchswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhALeL1IMXzzgTd/GFKNMlrD/CiXmf+gSSZPUzfDOIOtn1AiEA
/oB3Bh0ePOJkRrwatIU4iCZpNju3kyysoKXOfoBlwjk=
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPWSTRFprsnYG126V
fqP/KK9vWMNuYFn7+J/FrT5z6PWhRANCAAT44s4oZQ60FsBhNCHa+78EH5TxB3qi
VMqhAXyXWknqBC99cSAyrFLkynielYAcO27z3j2mK+eJO87kPg1Ma6F4
-----END PRIVATE KEY-----`,
} as const;
