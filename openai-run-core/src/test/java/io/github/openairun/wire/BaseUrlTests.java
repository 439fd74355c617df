package io.github.openairun.wire;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriBuilderFactory;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BaseUrl}.
 */
class BaseUrlTests {

	private final BaseUrl baseUrl = new BaseUrl();

	@Test
	void keepsTheUrlOfSpringsOwnBuilders() {
		UriBuilderFactory factory = new DefaultUriBuilderFactory("http://localhost/v1?api-version=1");
		URI first = this.baseUrl.of(factory.builder());
		assertThat(first).hasToString("http://localhost/v1?api-version=1");
		assertThat(this.baseUrl.of(factory.builder())).isSameAs(first);
	}

	@Test
	void asksOtherBuildersEachTime() {
		UriBuilderFactory factory = new Alternating();
		assertThat(List.of(this.baseUrl.of(factory.builder()), this.baseUrl.of(factory.builder())))
			.containsExactly(URI.create("http://host-1"), URI.create("http://host-2"));
	}

	private static final class Alternating implements UriBuilderFactory {

		private final AtomicInteger builders = new AtomicInteger();

		@Override
		public UriBuilder builder() {
			return UriComponentsBuilder.fromUriString("http://host-" + this.builders.incrementAndGet());
		}

		@Override
		public UriBuilder uriString(String uriTemplate) {
			return builder();
		}

		@Override
		public URI expand(String uriTemplate, Map<String, ? extends Object> uriVariables) {
			return builder().build();
		}

		@Override
		public URI expand(String uriTemplate, Object... uriVariables) {
			return builder().build();
		}

	}

}
