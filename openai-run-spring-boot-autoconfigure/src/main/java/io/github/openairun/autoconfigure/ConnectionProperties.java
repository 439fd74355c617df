package io.github.openairun.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.autoconfigure.OpenAiProperties.Authentication;
import io.github.openairun.autoconfigure.OpenAiRunProperties.Threads;
import io.github.openairun.autoconfigure.OpenAiRunProperties.WireName;

/**
 * Properties of a further connection, below {@code openai.connections.<name>}. Nothing
 * that may be a secret is taken from the default connection.
 *
 * @since 0.1.0
 */
public class ConnectionProperties {

	/**
	 * Base URL of the API, with its version.
	 */
	private @Nullable String baseUrl;

	/**
	 * API key, if the server needs one.
	 */
	private @Nullable String apiKey;

	/**
	 * Value of the parameter "api-version" of every request.
	 */
	private @Nullable String apiVersion;

	/**
	 * How the API key is sent.
	 */
	private Authentication authentication = Authentication.BEARER;

	/**
	 * Additional headers of every request.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Protocol of the server.
	 */
	private WireName wire = WireName.RESPONSES;

	/**
	 * Who keeps the threads of wire 'responses'.
	 */
	private Threads threads = Threads.SERVER;

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
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

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public WireName getWire() {
		return this.wire;
	}

	public void setWire(WireName wire) {
		this.wire = wire;
	}

	public Threads getThreads() {
		return this.threads;
	}

	public void setThreads(Threads threads) {
		this.threads = threads;
	}

}
