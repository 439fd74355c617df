package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * The server redirected a request to where it must not go: to another origin, which would
 * get the API key and the content, or by a redirect that would change the request. The
 * request was not sent there.
 *
 * @since 0.1.0
 */
public class RedirectRefusedException extends RunException {

	private static final long serialVersionUID = 1;

	private static final int MAX_ADDRESS = 256;

	private final String endpoint;

	private final String from;

	private final String to;

	/**
	 * Create an exception.
	 * @param endpoint method and path of the request
	 * @param from the origin that redirected: scheme, host and port
	 * @param to the origin that the redirect leads to
	 * @param status the HTTP status of the redirect
	 * @param reason why the redirect is not followed, and what to do about it
	 */
	public RedirectRefusedException(String endpoint, String from, String to, int status, String reason) {
		super(endpoint + " was redirected from " + LogText.of(from, MAX_ADDRESS) + " to " + LogText.of(to, MAX_ADDRESS)
				+ " (" + status + "), which is not followed: " + reason, null);
		this.endpoint = endpoint;
		this.from = from;
		this.to = to;
	}

	/**
	 * Return method and path of the request.
	 * @return the endpoint
	 */
	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * Return the origin that redirected.
	 * @return scheme, host and port
	 */
	public String from() {
		return this.from;
	}

	/**
	 * Return the origin that the redirect leads to.
	 * @return scheme, host and port
	 */
	public String to() {
		return this.to;
	}

}
