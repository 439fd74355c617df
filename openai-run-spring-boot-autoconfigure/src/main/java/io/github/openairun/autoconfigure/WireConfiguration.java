package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.assistants.AssistantsGateway;
import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * Configurations of the wires, of which one applies.
 */
@Configuration(proxyBeanMethods = false)
class WireConfiguration {

	/** A client of the application need not know the transport of streams. */
	private static WireClient streaming(WireClient client, StreamTransport transport) {
		return client.hasStreams() ? client : client.withStreams(transport);
	}

	/**
	 * Wire {@code responses}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "openai.run.wire", havingValue = "responses", matchIfMissing = true)
	@ConditionalOnMissingBean(RunGateway.class)
	static class ResponsesConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnProperty(name = "openai.run.responses.link-store", havingValue = "memory", matchIfMissing = true)
		RunLinkStore runLinkStore() {
			return RunLinkStore.inMemory();
		}

		@Bean
		ResponsesGateway runGateway(OpenAiRunProperties properties, WireClient client, StreamTransport transport,
				ObjectProvider<RunLinkStore> linkStores, AssistantCatalog assistants) {
			OpenAiRunProperties.Responses responses = properties.getResponses();
			return new ResponsesGateway(streaming(client, transport),
					new ResponsesGateway.Options(linkStores.getIfAvailable(), assistants::find,
							responses.isRepairDanglingCalls(), responses.getBackground()));
		}

	}

	/**
	 * Wire {@code assistants}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "openai.run.wire", havingValue = "assistants")
	@ConditionalOnMissingBean(RunGateway.class)
	static class AssistantsConfiguration {

		@Bean
		AssistantsGateway runGateway(OpenAiRunProperties properties, WireClient client, StreamTransport transport) {
			return new AssistantsGateway(streaming(client, transport), properties.isBetaHeader(),
					properties.getTools().getAttach() == RunToolProperties.Attach.RUN);
		}

	}

}
