package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the connection to the server.
 * <p>
 * The API key is not one of these properties: relaxed binding would let the variable
 * {@code OPENAI_API_KEY} take precedence over {@code openai.api-key}, see
 * {@link ApiKeyLookup}.
 *
 * @since 0.1.0
 */
@Lazy
@ConfigurationProperties("openai")
public class OpenAiProperties implements InitializingBean {

	/**
	 * Base URL of the API, with its version.
	 */
	private String baseUrl = "https://api.openai.com/v1";

	/**
	 * Value of the parameter "api-version" of every request, which servers of Azure may
	 * require.
	 */
	private @Nullable String apiVersion;

	/**
	 * How the API key is sent.
	 */
	private Authentication authentication = Authentication.BEARER;

	/**
	 * Organization of the requests (header "OpenAI-Organization").
	 */
	private @Nullable String organization;

	/**
	 * Project of the requests (header "OpenAI-Project").
	 */
	private @Nullable String project;

	/**
	 * Additional headers of every request.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Time to wait for a connection. Falls back to 'spring.http.clients.connect-timeout'.
	 */
	private @Nullable Duration connectTimeout;

	/**
	 * Time to wait for a response. Falls back to 'spring.http.clients.read-timeout'.
	 */
	private @Nullable Duration readTimeout;

	/**
	 * How long a stream of the server may be silent; 0 for ever.
	 */
	private Duration streamIdleTimeout = Duration.ofSeconds(60);

	/**
	 * Maximum size of the decoded body of a response that is no stream; at least 1KB,
	 * less than 2GB.
	 */
	private DataSize maxResponseSize = DataSize.ofMegabytes(64);

	/**
	 * Maximum number of retries of a request.
	 */
	private int maxRetries = 2;

	private final Ssl ssl = new Ssl();

	/**
	 * Further connections by name, which assistants choose with 'connection'.
	 */
	private Map<String, ConnectionProperties> connections = new LinkedHashMap<>();

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getApiVersion() {
		return this.apiVersion;
	}

	public void setApiVersion(@Nullable String apiVersion) {
		this.apiVersion = apiVersion;
	}

	public Authentication getAuthentication() {
		return this.authentication;
	}

	public void setAuthentication(Authentication authentication) {
		this.authentication = authentication;
	}

	public @Nullable String getOrganization() {
		return this.organization;
	}

	public void setOrganization(@Nullable String organization) {
		this.organization = organization;
	}

	public @Nullable String getProject() {
		return this.project;
	}

	public void setProject(@Nullable String project) {
		this.project = project;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public @Nullable Duration getReadTimeout() {
		return this.readTimeout;
	}

	public void setReadTimeout(@Nullable Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	public Duration getStreamIdleTimeout() {
		return this.streamIdleTimeout;
	}

	public void setStreamIdleTimeout(Duration streamIdleTimeout) {
		this.streamIdleTimeout = streamIdleTimeout;
	}

	public DataSize getMaxResponseSize() {
		return this.maxResponseSize;
	}

	public void setMaxResponseSize(DataSize maxResponseSize) {
		this.maxResponseSize = maxResponseSize;
	}

	public int getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(int maxRetries) {
		this.maxRetries = maxRetries;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Map<String, ConnectionProperties> getConnections() {
		return this.connections;
	}

	public void setConnections(Map<String, ConnectionProperties> connections) {
		this.connections = connections;
	}

	@Override
	public void afterPropertiesSet() {
		PropertyRange.under("openai")
			.notNegative("connect-timeout", this.connectTimeout)
			.notNegative("read-timeout", this.readTimeout)
			.notNegative("stream-idle-timeout", this.streamIdleTimeout)
			.between("max-response-size", this.maxResponseSize, DataSize.ofKilobytes(1),
					DataSize.ofBytes(Integer.MAX_VALUE))
			.atLeast("max-retries", this.maxRetries, 0);
	}

	/**
	 * Properties of SSL connections.
	 */
	public static class Ssl {

		/**
		 * SSL bundle for connections to the server. Falls back to
		 * 'spring.http.clients.ssl.bundle'.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * The ways to send an API key.
	 */
	public enum Authentication {

		/**
		 * As a bearer token: keys of OpenAI, tokens of Microsoft Entra ID.
		 */
		BEARER,

		/**
		 * In the header "api-key": keys of Azure.
		 */
		API_KEY

	}

}
