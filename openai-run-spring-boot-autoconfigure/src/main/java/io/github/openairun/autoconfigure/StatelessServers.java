package io.github.openairun.autoconfigure;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.autoconfigure.OpenAiRunProperties.Threads;
import io.github.openairun.autoconfigure.OpenAiRunProperties.WireName;

/**
 * The servers that are known to keep no conversations.
 */
final class StatelessServers {

	private static final Map<Integer, String> LOCAL = Map.of(11434, "Ollama", 1234, "LM Studio", 8000, "vLLM");

	private static final Map<String, String> HOSTS = Map.of("openrouter.ai", "OpenRouter", "api.groq.com", "Groq",
			"router.huggingface.co", "Hugging Face", "api.together.xyz", "Together", "api.deepseek.com", "DeepSeek",
			"api.x.ai", "xAI", "api.fireworks.ai", "Fireworks");

	private StatelessServers() {
	}

	static @Nullable String hint(OpenAiRunProperties properties, String baseUrl) {
		return hint("openai.", "openai.run.threads", properties.getWire(), properties.getThreads(), baseUrl);
	}

	/**
	 * Return the required setting for a server that keeps no conversations.
	 * @param prefix the prefix of the properties of the connection
	 * @param property the name of the property that sets who keeps the threads
	 * @return the hint, or {@code null} if no problem is known
	 */
	static @Nullable String hint(String prefix, String property, WireName wire, Threads threads, String baseUrl) {
		String server = (wire == WireName.RESPONSES && threads == Threads.SERVER) ? name(baseUrl) : null;
		return (server != null)
				? prefix + "base-url looks like " + server
						+ ", which keeps no conversations: if the first run fails, set " + property + "=application"
				: null;
	}

	private static @Nullable String name(String baseUrl) {
		String host = ConnectionSettings.host(baseUrl);
		boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
		return local ? LOCAL.get(URI.create(baseUrl.strip()).getPort()) : HOSTS.get(host);
	}

}
