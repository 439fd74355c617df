package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.wire.StreamTransport;

/**
 * Configuration of the request factory for the requests that are not streamed.
 * <p>
 * If Spring Boot configures the HTTP clients, and uses the JDK's client, requests share
 * client and threads with streams: Spring's own factory on that client writes each body
 * on a thread of its own and, on a machine with two processors, reads each response on
 * another. Otherwise the application's own factory is used.
 */
@Configuration(proxyBeanMethods = false)
class RequestFactoryConfiguration {

	@Bean
	@ConditionalOnMissingBean({ ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilderCustomizer.class,
			StreamTransport.class })
	RequestFactorySource sharedOpenAiRequestFactorySource(
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> clientBuilders) {
		ClientHttpRequestFactoryBuilder<?> builder = builder(clientBuilders);
		return (settings, transport) -> (builder instanceof JdkClientHttpRequestFactoryBuilder)
				? transport.requestFactory(settings.readTimeout()) : builder.build(settings.http());
	}

	@Bean
	@ConditionalOnMissingBean
	RequestFactorySource openAiRequestFactorySource(ObjectProvider<ClientHttpRequestFactoryBuilder<?>> clientBuilders) {
		ClientHttpRequestFactoryBuilder<?> builder = builder(clientBuilders);
		return (settings, transport) -> builder.build(settings.http());
	}

	private static ClientHttpRequestFactoryBuilder<?> builder(
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> clientBuilders) {
		return clientBuilders.getIfAvailable(ClientHttpRequestFactoryBuilder::detect);
	}

}
