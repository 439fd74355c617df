package io.github.openairun.wire;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;

/**
 * Keeps the HTTP client that an application has chosen from following redirects by
 * itself, which would take the API key to other servers. Neither a {@link RestClient} nor
 * a request factory reports what it does about redirects, so this inspects those of
 * Spring. Requests of other makes are left as they are.
 */
final class RedirectGuard {

	private static final Log logger = LogFactory.getLog(RedirectGuard.class);

	private RedirectGuard() {
	}

	/**
	 * Return a client that does the same and follows no redirects.
	 * @param restClient the client
	 * @return the client itself if it follows none
	 * @throws IllegalStateException if it follows redirects and cannot be kept from it
	 */
	static RestClient guard(RestClient restClient) {
		if (!(read(restClient, "clientRequestFactory") instanceof ClientHttpRequestFactory factory)) {
			return restClient;
		}
		ClientHttpRequestFactory guarded = guard(factory);
		return (guarded != factory) ? restClient.mutate().requestFactory(guarded).build() : restClient;
	}

	private static ClientHttpRequestFactory guard(ClientHttpRequestFactory factory) {
		if (factory instanceof JdkClientHttpRequestFactory) {
			HttpClient client = (HttpClient) read(factory, "httpClient");
			Assert.state(client == null || client.followRedirects() == HttpClient.Redirect.NEVER,
					"The HTTP client of the RestClient must not follow redirects by itself, which would take the API "
							+ "key to other servers: make it with 'followRedirects(NEVER)'");
			return factory;
		}
		if (factory.getClass() == BufferingClientHttpRequestFactory.class) {
			ClientHttpRequestFactory delegate = ((BufferingClientHttpRequestFactory) factory).getDelegate();
			ClientHttpRequestFactory guarded = guard(delegate);
			return (guarded != delegate) ? new BufferingClientHttpRequestFactory(guarded) : factory;
		}
		return (factory instanceof BufferedRequestFactory) ? factory : new Guarded(factory);
	}

	private static @Nullable Object read(Object target, String name) {
		try {
			Field field = ReflectionUtils.findField(target.getClass(), name);
			if (field == null) {
				return null;
			}
			field.setAccessible(true);
			return field.get(target);
		}
		catch (Exception ex) {
			logger.debug("Cannot see whether " + target.getClass().getName() + " follows redirects", ex);
			return null;
		}
	}

	/**
	 * Tells each request to follow no redirects.
	 */
	private record Guarded(ClientHttpRequestFactory factory) implements ClientHttpRequestFactory {

		@Override
		public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
			ClientHttpRequest request = this.factory.createRequest(uri, method);
			switch (request.getClass().getSimpleName()) {
				case "SimpleClientHttpRequest" -> {
					if (read(request, "connection") instanceof HttpURLConnection connection) {
						connection.setInstanceFollowRedirects(false);
					}
				}
				case "JettyClientHttpRequest" -> call(read(request, "request"), "followRedirects", false);
				case "HttpComponentsClientHttpRequest" -> restrain(read(request, "httpContext"));
				default -> {
				}
			}
			return request;
		}

		/** Changes the configuration that Apache's client reads for this request. */
		private static void restrain(@Nullable Object context) {
			Object config = call(context, "getRequestConfigOrDefault");
			Object builder = (config != null) ? call(null, config.getClass(), "copy", config) : null;
			Object restrained = call(call(builder, "setRedirectsEnabled", false), "build");
			if (restrained != null) {
				call(context, "setRequestConfig", restrained);
			}
		}

		private static @Nullable Object call(@Nullable Object target, String name, Object... arguments) {
			return (target != null) ? call(target, target.getClass(), name, arguments) : null;
		}

		private static @Nullable Object call(@Nullable Object target, Class<?> type, String name, Object... arguments) {
			try {
				for (Method method : type.getMethods()) {
					if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
						method.setAccessible(true);
						return method.invoke(target, arguments);
					}
				}
			}
			catch (Exception ex) {
				logger.debug("Cannot keep " + type.getName() + " from following redirects", ex);
			}
			return null;
		}

	}

}
