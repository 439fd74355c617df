package io.github.openairun.wire;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Describes why a request got no response: the host is unknown, there is no connection to
 * its port, TLS failed, or the connection broke.
 */
final class ConnectionProblem {

	private static final int MAX_REASON = 200;

	private ConnectionProblem() {
	}

	/**
	 * Describe a failure.
	 * @param uri the address of the request
	 * @param sent whether the request may have been sent
	 * @param failure the failure
	 * @return a text that completes a sentence about the request
	 */
	static String describe(URI uri, boolean sent, Throwable failure) {
		if (blocked(failure)) {
			return "could not be sent: a method that blocks was called on an event loop. Use RunFlux, the stages of "
					+ "RunOperations.start, or a scheduler for work that blocks";
		}
		String server = server(uri);
		SSLException tls = find(failure, SSLException.class);
		if (tls != null) {
			return (sent ? "got no response" : "could not be sent") + ": TLS with " + server + " failed (" + reason(tls)
					+ "). Check openai.base-url and openai.ssl.bundle";
		}
		if (sent) {
			return "got no response from " + server + ": the connection broke or timed out";
		}
		if (find(failure, UnknownHostException.class) != null
				|| find(failure, UnresolvedAddressException.class) != null) {
			return "could not be sent: the host '" + uri.getHost() + "' cannot be resolved. Check openai.base-url";
		}
		return "could not be sent: " + unconnected(uri, server, failure) + ". Check openai.base-url";
	}

	/** Reactor refuses to block its event loops before anything is sent. */
	static boolean blocked(Throwable failure) {
		IllegalStateException refusal = find(failure, IllegalStateException.class);
		return refusal != null && refusal.getMessage() != null
				&& refusal.getMessage().contains("blocking, which is not supported in thread");
	}

	private static String unconnected(URI uri, String server, Throwable failure) {
		if (find(failure, NoRouteToHostException.class) != null) {
			return "there is no route to " + server;
		}
		// The JDK's client gives a timeout a ConnectException as its cause.
		if (find(failure, HttpConnectTimeoutException.class) == null && find(failure, ConnectException.class) != null) {
			return server + " refuses connections";
		}
		return server + " did not accept the connection"
				+ ("https".equalsIgnoreCase(uri.getScheme()) ? ", or TLS on it," : "") + " in time";
	}

	private static String server(URI uri) {
		int port = uri.getPort();
		if (port < 0) {
			port = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
		}
		return uri.getHost() + ":" + port;
	}

	private static <T> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	/** Return the innermost message of a failure, on one line. */
	private static String reason(Throwable failure) {
		String reason = failure.getClass().getSimpleName();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			reason = (cause.getMessage() != null) ? cause.getMessage() : reason;
		}
		String line = reason.replaceAll("\\p{Cntrl}+", " ");
		return line.substring(0, Math.min(line.length(), MAX_REASON));
	}

}
