package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * A request factory that is made for the first request: an HTTP client with its TLS is
 * the most expensive thing of this library to make.
 */
final class LazyRequestFactory implements ClientHttpRequestFactory {

	private final Supplier<ClientHttpRequestFactory> factory;

	LazyRequestFactory(Supplier<ClientHttpRequestFactory> factory) {
		this.factory = SingletonSupplier.of(factory);
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) throws IOException {
		return this.factory.get().createRequest(uri, httpMethod);
	}

}
