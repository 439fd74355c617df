package io.github.openairun.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

import io.github.openairun.ApiKeySupplier;

/**
 * Settings of the HTTP clients that connect to the server.
 *
 * @param baseUrl base URL without a slash at its end, with the version of the API as a
 * parameter if there is one
 * @param headers headers of every request, without the key
 * @param http timeouts and SSL bundle; clients follow no redirects themselves, because
 * they would send the API key to other servers
 * @param redirects whether redirects within the origin are followed
 */
record ConnectionSettings(String baseUrl, Map<String, String> headers, HttpClientSettings http, boolean redirects) {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

	private static final String BASE_URL = "openai.base-url";

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)[^}]*\\}");

	private static final String[] PROTOCOLS = { "TLSv1.3", "TLSv1.2" };

	/**
	 * Create the settings.
	 * @param connection the base URL and the SSL bundle
	 * @param properties the properties of the connection
	 * @param shared the settings of all HTTP clients of the application
	 * @param sslBundles the SSL bundles of the application
	 * @return the settings
	 */
	static ConnectionSettings of(OpenAiConnectionDetails connection, OpenAiProperties properties,
			HttpClientSettings shared, ObjectProvider<SslBundles> sslBundles) {
		SslBundle sslBundle = sslBundle(connection, properties.getSsl().getBundle(), sslBundles);
		HttpClientSettings http = shared
			.withConnectTimeout(first(properties.getConnectTimeout(), shared.connectTimeout(), CONNECT_TIMEOUT))
			.withReadTimeout(first(properties.getReadTimeout(), shared.readTimeout(), READ_TIMEOUT))
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		return new ConnectionSettings(versioned(baseUrl(connection, BASE_URL), properties.getApiVersion()),
				headers(properties),
				http.withSslBundle(withProtocols((sslBundle != null) ? sslBundle : http.sslBundle())),
				shared.redirects() != HttpRedirects.DONT_FOLLOW);
	}

	/**
	 * Create the settings of a further connection.
	 * @param name the name of the connection
	 * @param connection its base URL
	 * @param properties its properties
	 * @return the settings, which share the HTTP client with these
	 */
	ConnectionSettings further(String name, OpenAiConnectionDetails connection, ConnectionProperties properties) {
		return new ConnectionSettings(
				versioned(baseUrl(connection, property(name, "base-url")), properties.getApiVersion()),
				Map.copyOf(properties.getHeaders()), this.http, this.redirects);
	}

	/** Return the full name of a property of a further connection. */
	static String property(String connection, String name) {
		return "openai.connections." + connection + "." + name;
	}

	private static @Nullable SslBundle sslBundle(OpenAiConnectionDetails connection, @Nullable String name,
			ObjectProvider<SslBundles> sslBundles) {
		SslBundle own = connection.getSslBundle();
		if (own != null || !StringUtils.hasText(name)) {
			return own;
		}
		try {
			return sslBundles.getObject().getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidConfigurationPropertyValueException("openai.ssl.bundle", name,
					"There is no SSL bundle of this name: define it under spring.ssl.bundle, for example as "
							+ "spring.ssl.bundle.pem." + name + ".");
		}
	}

	/**
	 * The JDK's client uses HTTP/2 only if the enabled versions of TLS are specified,
	 * which a bundle without options does not do.
	 */
	private static @Nullable SslBundle withProtocols(@Nullable SslBundle bundle) {
		if (bundle == null || bundle.getOptions().getEnabledProtocols() != null) {
			return bundle;
		}
		SslOptions options = SslOptions.of(bundle.getOptions().getCiphers(), PROTOCOLS);
		return SslBundle.of(bundle.getStores(), bundle.getKey(), options, bundle.getProtocol(), bundle.getManagers());
	}

	/** The maximum time to wait for a response. */
	Duration readTimeout() {
		return first(this.http.readTimeout(), null, READ_TIMEOUT);
	}

	private static Map<String, String> headers(OpenAiProperties properties) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (StringUtils.hasText(properties.getOrganization())) {
			headers.put("OpenAI-Organization", properties.getOrganization());
		}
		if (StringUtils.hasText(properties.getProject())) {
			headers.put("OpenAI-Project", properties.getProject());
		}
		headers.putAll(properties.getHeaders());
		return headers;
	}

	private static String versioned(String baseUrl, @Nullable String apiVersion) {
		if (!StringUtils.hasText(apiVersion)) {
			return baseUrl;
		}
		UriComponentsBuilder builder = UriComponentsBuilder.fromUriString(baseUrl);
		return builder.replaceQueryParam("api-version", apiVersion.strip()).build().toUriString();
	}

	private static Duration first(@Nullable Duration own, @Nullable Duration shared, Duration fallback) {
		return (own != null) ? own : (shared != null) ? shared : fallback;
	}

	private static String baseUrl(OpenAiConnectionDetails connection, String property) {
		String baseUrl = connection.getBaseUrl().strip();
		if (!isAbsolute(baseUrl)) {
			throw new InvalidConfigurationPropertyValueException(property, baseUrl,
					"It must be an absolute http or https URL, such as https://api.openai.com/v1");
		}
		if (host(baseUrl).isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(property, baseUrl,
					"Its host is not legal, or its port is no number: a host has letters, digits, '-' and '.', but no "
							+ "'_'. Give the server another name, such as an alias in its network.");
		}
		int query = baseUrl.indexOf('?');
		String path = StringUtils.trimTrailingCharacter((query >= 0) ? baseUrl.substring(0, query) : baseUrl, '/');
		return (query >= 0) ? path + baseUrl.substring(query) : path;
	}

	private static boolean isAbsolute(String url) {
		try {
			URI uri = new URI(url);
			return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
					&& uri.getRawAuthority() != null && uri.getRawFragment() == null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	/**
	 * Omits the values of headers, which may be secrets.
	 */
	@Override
	public String toString() {
		return "ConnectionSettings[baseUrl=" + this.baseUrl + ", headers=" + this.headers.keySet() + "]";
	}

	/**
	 * Return the supplier of the configured key. Self-hosted servers often need no key,
	 * OpenAI's own always do.
	 * @param connection the connection
	 * @param property the name of the property with the key
	 * @return the supplier, or {@code null} if there is no key
	 * @throws MissingApiKeyException if there is no key and the server is OpenAI's own
	 * @throws RunConfigurationException if the key is a placeholder without a value
	 */
	static @Nullable ApiKeySupplier apiKeys(OpenAiConnectionDetails connection, String property) {
		String key = connection.getApiKey();
		if (StringUtils.hasText(key)) {
			requireResolved(key, property);
			return (request) -> key;
		}
		if (isOpenAi(host(connection.getBaseUrl()))) {
			throw new MissingApiKeyException(connection.getBaseUrl(), property);
		}
		return null;
	}

	/** Spring Boot leaves a placeholder without a value in the text of a property. */
	private static void requireResolved(String key, String property) {
		Matcher placeholder = PLACEHOLDER.matcher(key);
		if (placeholder.find()) {
			String name = placeholder.group(1);
			throw new RunConfigurationException(
					"'" + property + "' refers to ${" + name + "}, which has no value, so there is no API key.",
					"Set the environment variable or property '" + name + "'. If the server may need no key, write ${"
							+ name + ":}.");
		}
	}

	private static boolean isOpenAi(String host) {
		return host.equals("openai.com") || host.endsWith(".openai.com");
	}

	/**
	 * Return the host of a base URL in lower case, or an empty text if it has none or is
	 * no URL.
	 */
	static String host(String baseUrl) {
		try {
			String host = new URI(baseUrl.strip()).getHost();
			return (host != null) ? host.toLowerCase(Locale.ROOT) : "";
		}
		catch (URISyntaxException ex) {
			return "";
		}
	}

}
