package io.github.openairun.autoconfigure;

import org.springframework.http.client.ClientHttpRequestFactory;

import io.github.openairun.wire.StreamTransport;

/**
 * Creates the request factory for the requests that are not streamed.
 */
@FunctionalInterface
interface RequestFactorySource {

	/**
	 * Create the request factory.
	 * @param settings timeouts, redirects and SSL bundle
	 * @param transport the transport of streams, whose HTTP client may be shared
	 * @return the request factory
	 */
	ClientHttpRequestFactory create(ConnectionSettings settings, StreamTransport transport);

}
