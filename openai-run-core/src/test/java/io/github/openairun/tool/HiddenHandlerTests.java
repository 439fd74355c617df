package io.github.openairun.tool;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers of beans that do not exist yet and whose declared type hides their class.
 */
class HiddenHandlerTests {

	private static final AtomicInteger CREATED = new AtomicInteger();

	private final CapturedLog log = new CapturedLog();

	@BeforeEach
	void reset() {
		CREATED.set(0);
	}

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void findsTheClassThatABeanMethodInstantiatesWithoutCreatingTheBean() {
		try (ToolContextFixture tools = ToolContextFixture.of(Declared.class)) {
			assertThat(tools.names()).containsExactly("price", "stock");
			assertThat(CREATED).hasValue(0);
			assertThat(tools.call("stock", "{\"article\":\"lamp\"}")).isEqualTo("7");
			assertThat(tools.call("price", "{\"article\":\"lamp\"}")).isEqualTo("9");
			assertThat(this.log.messages()).noneMatch((message) -> message.contains("can call the tools"));
		}
	}

	@Test
	void warnsOfHandlersThatAreSeenOnlyOnceTheBeanIsCreated() {
		try (ToolContextFixture tools = ToolContextFixture.of(Hidden.class)) {
			assertThat(tools.names()).isEmpty();
			assertThat(tools.context().getBean(Shop.class)).isInstanceOf(LampShop.class);
			tools.context().getBean(Shop.class);
			assertThat(this.log.messages()).filteredOn((message) -> message.contains("can call the tools"))
				.singleElement()
				.asString()
				.contains("[stock]", "bean 'shop'", LampShop.class.getName(), "return type of the @Bean method",
						"@Lazy(false)");
		}
	}

	@Test
	void aDecoratorIsNotTakenForWhatItDecorates() {
		try (ToolContextFixture tools = ToolContextFixture.of(Decorated.class)) {
			assertThat(tools.names()).isEmpty();
			assertThat(tools.context().getBean(Shop.class)).isInstanceOf(CachingShop.class);
			assertThat(this.log.messages()).isEmpty();
		}
	}

	@Test
	void beansThatExistNeedNoSuchSearch() {
		try (ToolContextFixture tools = ToolContextFixture.of(Eager.class)) {
			assertThat(tools.names()).containsExactly("stock");
			assertThat(tools.call("stock", "{\"article\":\"lamp\"}")).isEqualTo("7");
		}
	}

	interface Shop {

		int stock(String article);

	}

	static class LampShop implements Shop {

		LampShop() {
			CREATED.incrementAndGet();
		}

		@Override
		@ToolHandler(description = "Counts the stock")
		public int stock(String article) {
			return 7;
		}

	}

	record CachingShop(Shop shop) implements Shop {

		@Override
		public int stock(String article) {
			return this.shop.stock(article);
		}

	}

	abstract static class Prices {

	}

	static class LampPrices extends Prices {

		@ToolHandler(description = "Tells the price")
		int price(String article) {
			return 9;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Declared {

		@Bean
		@Lazy
		Shop shop() {
			return new LampShop();
		}

		@Bean
		@Scope("prototype")
		Prices prices() {
			return new LampPrices();
		}

	}

	@Configuration
	static class Hidden {

		@Bean
		@Lazy
		Shop shop() {
			return open();
		}

		private static Shop open() {
			return new LampShop();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorated {

		@Bean
		@Lazy
		Shop shop() {
			return new CachingShop(new LampShop());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Eager {

		@Bean
		Shop shop() {
			return Hidden.open();
		}

	}

}
