package io.github.openairun.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

/**
 * The connection to a server of runs.
 *
 * @param client sends requests and opens streams
 * @param ownTransport carries the streams, or {@code null} if the application's own does,
 * which is not for us to close
 */
record OpenAiConnection(WireClient client, @Nullable StreamTransport ownTransport) implements AutoCloseable {

	/**
	 * Connect as the properties and the beans of the application say.
	 * @param beanFactory has them
	 * @param environment knows how Boot names the observations of requests
	 * @return the connection, which nothing goes through yet
	 */
	static OpenAiConnection of(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		Supplier<ConnectionSettings> settings = SingletonSupplier.of(() -> ConnectionSettings.of(beanFactory));
		StreamTransport given = beanFactory.getBeanProvider(StreamTransport.class).getIfAvailable();
		StreamTransport transport = (given != null) ? given
				: new StreamTransportFactory(beanFactory, environment).create(settings.get());
		StreamTransport own = (given == null) ? transport : null;
		WireClient client = beanFactory.getBeanProvider(WireClient.class)
			.getIfAvailable(() -> client(beanFactory, settings.get(), own));
		return new OpenAiConnection(client.withStreams(transport), own);
	}

	private static WireClient client(ConfigurableListableBeanFactory beanFactory, ConnectionSettings settings,
			@Nullable StreamTransport own) {
		ObjectProvider<ClientHttpRequestFactoryBuilder<?>> builders = beanFactory
			.getBeanProvider(ResolvableType.forClass(ClientHttpRequestFactoryBuilder.class));
		RestClient client = ConnectionClient.rest(settings,
				beanFactory.getBeanProvider(RestClient.Builder.class).getIfAvailable(RestClient::builder),
				new RequestFactoryChoice(beanFactory, builders, own),
				beanFactory.getBeanProvider(OpenAiRestClientCustomizer.class).orderedStream());
		ApiKeySupplier apiKeys = ConnectionClient.apiKeySupplier(beanFactory.getBean(OpenAiConnectionDetails.class),
				beanFactory.getBeanProvider(ApiKeySupplier.class).getIfAvailable());
		return ConnectionClient.wire(client, apiKeys, beanFactory.getBean(OpenAiProperties.class),
				beanFactory.getBean(OpenAiRunAutoConfiguration.TASK_SCHEDULER, TaskScheduler.class));
	}

	@Override
	public void close() {
		if (this.ownTransport != null) {
			this.ownTransport.close();
		}
	}

}
