// Starts Swagger UI on this node's own description. Nothing is fetched from elsewhere and nothing is kept.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#api",
  deepLinking: true,
  // The badge of a validator on the internet, which would learn this node's address.
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  requestSnippetsEnabled: true,
  requestSnippets: { generators: { curl_bash: { title: "curl" } }, defaultExpanded: true, languages: ["curl_bash"] },
});
